### 拒绝时说的话：先说怎么了，再说怎么办。

## 谁可以做什么

error-people-only = 这件事要由本人在聊天里办，程序不能代办。
error-outside-your-area = 这里不在您负责的范围内，请找上一级的同事帮忙。
error-officers-only = 只有协调员或管理员可以更改。
error-readers-only = 您还没有查看名册的权限。
error-admin-of-all-only = 只有全局管理员可以更改。
error-own-area-place = 本级区域在树上的位置和级别，要由上一级来改。
error-role-not-yours = 您不能授予或收回这个角色（{ $role }）：它高于您的权限，或不在您的范围内。
error-person-outranks-you = 对方的权限不低于您，请找上一级的同事处理。
error-suspended = 您的账号已暂停使用，请联系社区。
error-token-missing = 请在 Authorization 里带上 Bearer 令牌。
error-token-refused = 这个令牌不存在、已过期或已撤销。
error-token-unknown = 没有这个令牌，或它不在您的范围内。

## 名册

error-code_taken = 编号 { $value } 在您的范围之外已被使用，请换一个。
error-code-form = 编号用 1 到 32 个英文字母、数字或连字符。
error-unknown-code = { $field }：没有编号 { $value }，请先建立它。
error-area-unknown = 没有区域 { $value }，或它不在您的范围内。
error-building-unknown = 没有楼栋 { $value }，或它不在您的范围内。
error-category-unknown = 没有类别 { $value }。
error-organisation-unknown = 没有社会组织 { $value }，或它不在您的范围内。
error-team-unknown = 没有服务队 { $value }，或它不在您的范围内。
error-person-unknown = 没有这个人，或不在您的范围内。
error-need-unknown = 没有这件诉求，或它不在您的范围内。
error-area-level = 级别 { $level } 必须低于上级区域的级别 { $parent_level }。
error-area-level-below = 下面的区域必须低于级别 { $level }，请先调整它们。
error-area-loop = 区域不能移到自己或自己下面。
error-words = { $field }：请填 1 到 { $longest } 个字，不含控制字符。
error-position = 位置不对：纬度 -90 到 90，经度 -180 到 180，半径大于 0、不超过 500000 米。
error-boundary = 边界不对：{ $reason ->
    [type] 只接受 GeoJSON 的 Polygon 或 MultiPolygon
    [member] 只能有 type、coordinates 和 crs
    [crs] crs 只能是 wgs84 或 gcj02
    [ring] 每一圈至少四个点，首尾相同
    [range] 经度在前、纬度在后，不能超出范围
   *[other] 坐标是一圈一圈的 [经度, 纬度]
}。
error-duty-pattern = 时段写成 "always"，或一列 weekday（1 到 7，1 是星期一）、from 和 to（HH:MM）。这里看不懂：{ $value }
error-override-unknown = 没有名为 { $name } 的设置。
error-override-value = 设置 { $name } 的值不对；分钟数最多合 30 天，小时数最多合一年。
error-limits = 响应分钟数和解决小时数要大于 0；响应最多 30 天，解决最多一年。
error-grade = 等级是 1A 到 5A。
error-capacity = 承接量在 0 到 { $most } 之间。

## 人、角色、邀请

error-person-erased = 这个人已注销，不能再更改。
error-role-place = 角色 { $role } 要指定{ $wanted ->
    [team] 服务队（team_code）
    [organisation] 社会组织（organisation_code）
   *[area] 区域（area_code）
}。
error-one-place = 区域、服务队、社会组织只能写一个。
error-place-missing = 请写明在哪里：area_code、team_code 或 organisation_code。
error-invitation-unknown = 没有这个邀请，请核对链接，或请对方重新发一个。
error-invitation-expired = 这个邀请已过期，请对方重新发一个。
error-invitation-used-up = 这个邀请的名额已用完，请对方重新发一个。
error-invitation-revoked = 这个邀请已撤销，请对方重新发一个。
error-invitation-role-ended = 您用过这个邀请，角色后来已结束。想再加入，请对方重新发一个。
error-invitation-uses = 名额在 1 到 { $most } 之间。
error-invitation-term = 有效期最长 { $most } 天。
error-token-role = 令牌的角色是 admin、coordinator 或 evaluator。
error-token-term = 到期时间必须在将来。

## 请求

error-invalid-request = 请求有 { $count } 处不对。{ $first }
error-field-missing = { $field }：必填。
error-field-unknown = { $field }：没有这一项，请核对拼写。
error-field-type = { $field }：类型不对，应为 { $wanted }。
error-field-too-long = { $field }：太长，最多 { $max_length }。
error-field-empty = { $field }：不能为空。
error-field-form = { $field }：格式不对，应符合 { $pattern }。
error-field-choice = { $field }：只能是 { $expected }。
error-field-control = { $field }：不能含有控制字符。
error-field-range = { $field }：数值超出范围（{ $limit }）。
error-field-invalid = { $field }：看不懂这个值。
error-cursor = cursor 不对，请用上一页的 next_cursor。
error-idempotency-key-reused = 这个 Idempotency-Key 已用于另一个请求，请换一个。
error-body-not-json = 请求的内容不是有效的 JSON。
error-not-json = 请用 Content-Type: application/json 发送。
error-not-found = 没有这个地址。
error-method-not-allowed = 这个地址不支持这种方法。
error-refused = 这个请求不能处理。
error-too-large = 请求太大，最多 { $limit } 字节。
error-unavailable = 服务暂时忙不过来，请过几秒再试。
error-internal = 抱歉，我们这边出了问题，已经记录。请稍后再试。

## 同求

error-need-done = { $number } 已经做好了，正在等评价，不能再加入。您家还有问题，请再说一句。
