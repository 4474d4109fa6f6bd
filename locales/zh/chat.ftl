# Arriving
welcome = 👋 欢迎来到{ $area }！家里、楼里、小区里有什么事，直接说一句话就行，我马上帮您找人。
welcome-privacy = 🔒 门牌只给接单的人和社区工作人员看，对方看不到您的账号。详见 /privacy
welcome-examples =
    比如这样说：
    · 楼下下水道堵了，污水都漫出来了
    · 想请人陪老人去医院
ask-area = 📍 您住在哪里？点下面的名字一步步选，或者直接发社区的名字、发送您的位置都行。
no-area-yet = 这里还没有开通社区，要等社区工作人员先登记。您说的话我都留着，开通后再发 /start 选社区就行。
ask-area-in = 📍 { $area }里，您住在哪里？
ask-area-waiting = 📍 您的话我记下了。先告诉我您住在哪里，我接着办：点下面的名字、发社区的名字，或者发送位置都行。
area-taken = ✅ 已选 { $area }
area-unknown = 还没有选社区
areas-found = 是这里吗？点一下就好。
areas-not-found = 没找到这个地方。请换个写法，或者发 /start 一步步点选；发送位置也可以。
address-unknown = 还没有填

# The draft
draft-title = 📝 <b>{ $category }</b> { $urgency }
draft-media = 📎 { $what }
media-photos = { $n } 张照片或文件
media-voices = { $n } 段语音
media-none = 没有文字
draft-unsure = 🤔 我还拿不准是哪一类，请点一个最像的。都不像就直接提交，社区工作人员会看。
draft-unknown = 🤔 我还拿不准是哪一类。请点“改类别”选一个，或者直接提交，社区工作人员会看。
draft-voice = 🎤 语音已收到，会转给接手的人。请再打几个字说说是什么事，或点“改类别”选一个。
draft-cancelled = 已取消，什么都没有提交。
quoted = 「{ $text }」
no-words = （{ $what }）
category-unsure = 还没分类
place = 📍 { $area } { $door }
place-area = 📍 { $area }
place-position = 📍 { $area }（已有定位）
place-without-door = 📍 { $area }（还没有门牌，可以点“补地址”）
urgency-urgent = 🔴 紧急
urgency-high = 🟠 较急
within = { $span }内
by-time = { $time } 前
promise-team = ⏱ { $when }有人接单，{ $solve }内解决
promise-volunteer = ⏱ { $when }有志愿者接单，{ $solve }内解决
promise-coordinator = ⏱ { $when }社区有人接手，{ $solve }内解决
promise-authority = ⏱ { $when }社区转给主管单位，{ $solve }内有结果
promise-answer = ⏱ { $when }社区答复您怎么安排
choose-category = 这是哪一类的事？点一个：
category-chosen = 好的，已改
group-title = { $group }：请选一项
start-with = 好的：{ $category }。请说一句是什么情况，也可以直接提交。
services-title = 🧰 服务菜单：您需要哪方面的帮助？
same-nearby = 您附近有邻居报了同样的事：
submitted = 已提交 { $number }
cancelled = 已取消
cancel-ask = 确定要取消 { $number } 吗？
ask-address = 🏠 请问是哪栋楼、几单元、几室？比如“3栋2单元501”，这样上门才找得到您。我会记住，下次不用再说。
ask-home = 🏠 请发您家的门牌，比如“3栋2单元501”。
ask-unit = 🏠 { $building }，几单元几室？比如“2单元501”。
address-kept = ✅ 地址记下了，下次不用再说。
address-later = 没关系，先不填也行。想起来了，在卡片上点“补地址”就能补；您家的门牌在 /settings 里改。
ask-photo = 📷 请发照片、语音或位置，我会加进去。
photo-kept = ✅ 已加上
joined = 已加入，有进展会告诉您

# The clock
need-title = <b>{ $category }</b> · { $number }
status-registered = 🟡 已受理，正在找人
status-triage = 🟡 社区工作人员正在安排
status-offered = 🟡 正在等人接单
status-assigned = 🟢 已接单，正在赶来或联系您
status-in_progress = 🔧 已到场，正在处理
status-awaiting_resident = ⏸ 在等您回答
status-on_hold = ⏸ 已挂账：先放一放，等条件具备再办
status-transferred = 🏛 已转给主管单位
status-done = ✅ 对方说做好了，等您评价
status-closed = 🏁 已办结
status-rejected = ⚪ 没有受理
status-cancelled = ⚪ 已取消
short-registered = 找人中
short-triage = 安排中
short-offered = 等接单
short-assigned = 已接单
short-in_progress = 处理中
short-awaiting_resident = 等回答
short-on_hold = 挂账
short-transferred = 已转办
short-done = 待评价
short-judged = 已评价
short-closed = 已办结
short-rejected = 未受理
short-cancelled = 已取消
who = 🙋 { $name }
who-authority =
    🏛 { $authority }{ $reference ->
        [none] {""}
       *[other] ，受理编号 { $reference }
    }
respond-by = ⏱ { $time } 前有人接手（{ $left }）
resolve-by = ⏱ { $time } 前解决（{ $left }）
paused-until = ⏸ 时钟暂停，最晚到 { $time }
next-date = 📅 { $time } 我们会去问进展
time-left = 还剩 { $span }
time-late = 已超 { $span }
time-tomorrow = 明天 { $hour }
time-yesterday = 昨天 { $hour }
time-date = { $month }月{ $day }日 { $hour }
span-minutes = { $n } 分钟
span-hours = { $n } 小时
span-days = { $n } 天
next-registered = 下一步：马上派给合适的队伍。
next-triage = 下一步：工作人员会接手、派队伍或转给主管单位。
next-offered = 下一步：已问了 { $n } 处，谁先接谁来；没人应就自动再问别家。
next-assigned = 下一步：对方上门或与您联系。
next-in_progress = 下一步：做好了会请您评价。
next-awaiting_resident = 下一步：请回答对方的问题，时钟才会接着走。
next-on_hold = 下一步：到时间自动接着办。
next-transferred = 下一步：有结果就告诉您。
next-done = 下一步：请看看做得怎么样，在评价里点一下。
next-judged = 下一步：想打星就在评价里点一下；不打也行，到时间自动办结。
next-done-follower = 下一步：请看看您家门口好了没有。
next-rejected = 原因：{ $reason }
next-cancelled = 有需要随时再说一句。
outcome-solved = 结果：已解决
outcome-partly = 结果：部分解决，剩下的已另立一单
outcome-unsolved = 结果：未解决
outcome-duplicate = 结果：与另一单合并
outcome-transferred = 结果：主管单位已答复
outcome-no_answer = 结果：到期没有收到您的评价，先办结
outcome-erased = 结果：已按本人要求删除
outcome-short-solved = 已解决
outcome-short-partly = 部分解决
outcome-short-unsolved = 未解决
outcome-short-duplicate = 合并
outcome-short-transferred = 已答复
outcome-short-no_answer = 未评价
outcome-short-erased = 已删除
followers = 👥 还有 { $n } 位邻居也遇到
arrival-code = 🔑 到场码 <b>{ $code }</b>：对方到门口时告诉他
need-accepted = 🟢 { $number } { $category }：<b>{ $name }</b> 接单了，{ $time } 前解决。
need-arrived = 🔧 { $number }：{ $name } 已到场，开始处理。
need-handed-over = 🔁 { $number } { $category }：改由 <b>{ $name }</b> 上门，卡片上有新的到场码。
need-held = ⏸ { $number } { $category }：先挂账 { $days } 天（{ $reason }），到时接着办，一直帮您记着。
need-returned = 🔄 { $number }：对方办不了，正在换人；时间照原来的算，不重来。
need-transferred =
    🏛 { $number } 已转给 { $authority }{ $reference ->
        [none] {""}
       *[other] （受理编号 { $reference }）
    }，我们盯着，有结果告诉您。
need-rejected = ⚪ { $number } 没有受理：{ $reason }。有疑问请联系居委会，或把情况再说一句。
need-cancelled = ⚪ { $number } { $category }：居民取消了，不用去了，谢谢您。
need-reopened = 🔁 返工：{ $number } { $category }，{ $reason }，已重新派单，请留意。
need-result = 📋 { $number } 处理结果：{ $text }
need-question =
    ❓ { $number }：接单的人问您：「{ $text }」
    直接回答就行。时钟在您回复前暂停。
need-comment = 💬 { $number } 居民说：「{ $text }」
answer-taken-back = ↩️ { $number }：居民说，刚才那句不是给您的，请别在意。要问，请再点“问居民”。
reopened-unsolved = 居民说未解决
reopened-low-stars = 居民只给了一两星
task-done = ✅ { $number } 已记为完成，等居民评价。想补一张现场照片，直接发来；想补一句说明，请回复这条消息。

# Offers
offer-title = 📮 <b>{ $category }</b> · { $number }
offer-by = ⏱ 希望 { $time } 前解决
offer-why = 选您：{ $why }
offer-rework = 🔁 返工：上次做完后，居民说还没解决好
offer-timer = ⌛ 请在 { $time } 前回复（{ $left }）。不方便可以不接，没有任何影响
offer-accepted = ✅ 您已接单，请看任务卡
offer-taken = 已由他人接单，谢谢您
offer-declined = 您没有接，没关系
offer-declined-by-team = 队里已回复不接，谢谢您
offer-expired = 时间到了，已转给别人
offer-over = 这一单已不需要接了
why-same-area = 同一片区
why-near = 离得近
why-idle = 当前空闲
why-load = 在办和待接共 { $open } 单
why-stars = 好评 { $stars }（{ $ratings } 次评价）
why-answers = 每次都回复
why-coordinator = 这一片归您管
why-chosen = 社区指定
list-separator = ，
decline-why = 为什么不接？点一个就好，不影响您以后接单。
decline-busy = 正忙
decline-far = 太远
decline-skill = 不会这个
decline-tools = 没有工具
decline-unwell = 身体不适
decline-other = 其他
accepted = 接单成功，谢谢您！
declined = 好的，已转给别人

# Tasks
task-title = 🧰 <b>{ $category }</b> · { $number }
task-status-assigned = 🟢 已接单
task-status-in_progress = 🔧 处理中
task-status-awaiting_resident = ⏸ 等居民回答
task-status-on_hold = ⏸ 挂账
task-no-door = 📍 { $area }（居民还没有填门牌，可以点“联系”问一下）
task-next-check-in = 下一步：到门口点“签到”，发位置，或输入居民告诉您的到场码。
task-next-done = 下一步：做好了点“完成”。
task-next-waiting = 下一步：等居民回答，时钟暂停。
task-ended-done = ✅ 已完成，等居民评价
task-ended-closed = 🏁 已办结，辛苦了
task-ended-reopened = 🔁 居民要求返工，已重新派单
task-ended-returned = 🔄 已退单
task-ended-handed-over = 👉 已交给队员
task-ended-over = ⚪ 这个任务已结束
tasks-title = 手上 { $held } 件，待接 { $offers } 件：
tasks-empty = 现在没有任务。有合适的会马上发给您；在休息的话，发 /duty 开始值班。
ask-check-in = 📍 { $number }：请发送位置，或输入居民告诉您的 4 位到场码。只记“到了”，不记您在哪。
checked-in = ✅ 签到成功，辛苦了！做好了点“完成”。
checked-in-before = { $number } 已经签到过了，做好了点“完成”。
code-wrong = { $number } 的到场码不对。请再问一下居民，重新输入 4 位数字。
done = 已完成，等居民评价
ask-question = ❓ 想问居民什么？直接打字发来，时钟会停下来等他回答。
question-sent = ✅ 已问居民，等回答。
return-why = 为什么退单？点一个就好。
return-skill = 做不了
return-tools = 缺工具材料
return-access = 进不去
return-unreachable = 联系不上
return-unsafe = 不安全
return-busy = 没时间
return-other = 其他
returned = 已退单，换别人去
hand-over-to = 交给哪位队员？
hand-over-nobody = 队里还没有别的队员。
handed-over = 已交给 { $name }
result-kept = ✅ 已转给居民
material = 📎 { $number } 居民发来：{ $text }

# Triage
triage-title = 🗂 <b>{ $category }</b> · { $number }
triage-why = 为什么找您：{ $why }
triage-no-candidate = 这一片没有能接的队伍或志愿者
triage-no-answer = 问过的都没有接
triage-mode-project = 项目化服务，要统一安排
triage-mode-purchase = 政府购买服务，要统一安排
triage-mode-handoff = 要转给主管单位
triage-no-area = 居民还没有选社区
triage-alarm = 🚨 { $kind }
triage-emergency = 紧急情况，请马上处理
triage-taken-back = 从主管单位收回
choose-team = 派给哪支队伍？
no-teams = 这一片还没有队伍。
team-chosen = 已派给队伍
reject-why = 不受理的原因是什么？会如实告诉居民。
reject-outside-remit = 不属于社区服务范围
reject-unlawful = 诉求不合法
reject-no-facts = 没有说清事实
reject-in-court = 已进入司法或信访程序
reject-repeated = 同一事项已有答复
reject-other = 其他
rejected = 已告知居民
ask-authority = 🏛 { $number } 转给哪个单位？请打字，比如“区自来水公司”。不转了，发 /cancel。
ask-reference = 对方的受理编号是多少？没有就发“无”。
none-words = 无 没有 - －
ask-next-date = 哪天再去问进展？点一个，或发日期，比如 2026-12-01。
in-days = { $n } 天后
transferred = 已转办，到日子会提醒您
taken-back = 已收回，请重新安排
ask-result = 📋 { $number }：主管单位怎么处理的？请打字，会转给居民并请他评价。先不填，发 /cancel。
no-material = 没有照片、语音或位置
desk-title = 🗂 待办 { $n } 件：
desk-empty = 没有待办，都安排好了。

# Verdict
verdict-title = ⭐ <b>{ $category }</b> · { $number }
verdict-ask = 对方说做好了。您看解决了吗？
verdict-ask-follower = 对方说做好了。您家门口好了吗？
verdict-said = 您的评价：{ $verdict }
verdict-silent = 到时间了，这一单先办结了。还有问题就再说一句。
verdict-reopened = 🔁 对不起，没做好。正在重新派人，社区也知道了。
verdict-partly = 剩下的已另立一单，时钟重新开始。
verdict-thanks = 谢谢您！还想说一句，直接回复这条消息就行。
stars-ask = 给几颗星？不打也行。
stars-given = { $stars }
thanks = 收到，谢谢您！
ask-remainder = { $number } 还剩什么没解决？说一句就行；不说也可以，就按您原来的话办。
remainder-kept = ✅ 记下了，已转给接手的人。
remainder-none = 好的，就按您原来的话办。
comment-kept = 💬 收到，谢谢您！

# Talking
relay = 💬 { $number } { $who }：{ $text }
relay-resident = 居民
relay-handler = 服务人员
relay-opened = 💬 现在您发的文字、照片、语音、位置都会转给对方（{ $number }）。双方看不到彼此的账号和电话。
relay-passed = ✓ 已转达（{ $number }）
answer-passed = ✓ 已作为回答转给 { $name }（{ $category } · { $number }）
relay-closed = 好的，不再转了。有新的事直接说就行。
talk-question = 我是社区的服务助手，帮您找人上门，或转给社区工作人员。如果这是要办的事，点“帮我登记”；想看能办什么，发 /services。
talk-person = 可以找工作人员：点“帮我登记”，看一眼草稿再提交，社区工作人员就会看到，并来联系您。顺便说一句是什么事，会更快。
talk-thanks = 不客气，有事随时说一句 🌷
talk-chitchat = 您好呀！有什么事要办，直接说一句，比如“楼道灯坏了”。能办什么发 /services。
talk-abuse = 听得出您很着急。请说说是什么事、在哪里，我马上找人。
talk-complaint = 对不起，让您不满意了。点“帮我登记”再提交，社区工作人员会看到并答复您。
registered = 📝 好的，已记成草稿，请看草稿卡片，对了就点“提交”。
slow-down = 🐢 您发得很快，我都记在一张草稿里了，一条也没丢。请看看草稿，对了就点“提交”。
error-message-kind = 这种消息我看不懂。请发文字、照片、语音或位置。
error-message-kind-draft = 这种消息我看不懂，您的草稿还在。请发文字、照片、语音或位置。

# Emergencies
emergency-call = ☎️ 请马上拨打 <b>{ $number }</b>！（{ $what }）
emergency-gas = 燃气泄漏
emergency-fire = 火情
emergency-injury = 有人受伤或病重
emergency-crime = 正在发生的违法犯罪
emergency-suicide = 有人想不开
emergency-trapped = 有人被困
emergency-advice-gas = 别开关电器、别点火，开窗，马上离开。
emergency-advice-fire = 低姿离开，不坐电梯。
emergency-advice-injury = 尽量不要移动伤者，留人陪着。
emergency-advice-crime = 先保证自己安全。
emergency-advice-suicide = 请不要一个人扛着，电话那头有人愿意听；有人正处在危险中请拨 110。
emergency-advice-trapped = 别扒门，按电梯里的呼叫按钮等救援。
emergency-alerted = 🔔 已同时报给社区工作人员，他们会马上看到。
emergency-nobody = ⚠️ 现在联系不上社区工作人员，一有人上线就会看到。请先打上面的电话。
emergency-passed = ✓ 已转给社区工作人员。情况有变化请接着说，照片、位置也可以发。
emergency-place = { $place } —— 如果不是这里，请马上告诉我在哪里。
emergency-no-place = 📍 在哪里？请说几栋几单元，或者发送位置，我马上转过去。
triage-no-door = 📍 { $area }（还不知道门牌）
triage-alarm-cancelled = ☎️ 居民点了取消，请打电话或上门核实

# Points
points-earned = 🏅 +{ $points } 积分：{ $number } { $outcome }。/points 看明细
points-balance = 🏅 您的积分：<b>{ $points }</b>
points-bank = 🏦 { $name } 积分银行：<b>{ $points }</b>
points-line = · { $time } { $amount } { $number } { $why }
points-none = 还没有记录。您接的单办结了就有积分。
rule-need-closed =
    { $outcome }{ $stars ->
        [0] {""}
       *[other] ，{ $stars } 星
    }

# Duty, settings, help
duty-on = 🟢 您在值班，有合适的单会发给您。
duty-off = ⚪ 您在休息，不会收到派单。
settings-title = ⚙️ <b>我的设置</b>
settings-language = 语言：{ $language }
settings-area = 社区：{ $area }
settings-address = 门牌：{ $address }
settings-choose-language = 请选择语言
language-zh = 简体中文
language-zh-Hant = 繁體中文
language-en = English
language-set = ✅ 以后用中文跟您说话。
help =
    直接说一句话就能求助，比如“楼下下水道堵了”。照片、语音、位置都可以发。
    也可以点下面这些：
mine-title = 您的诉求，点一下看详情：
mine-empty = 您还没有提过诉求。有事直接说一句就行。
cancel-done = 好的，不问了。有事直接说一句。
cancel-nothing = 现在没有要取消的。要取消诉求，请在它的卡片上点“取消”。
privacy =
    🔒 <b>我们怎样对待您的信息</b>
    · 记下的：您的昵称、社区、门牌（加密保存）、您说的话和照片，只用来办您的事。
    · 谁看得到：接单前，只看到大致位置和是什么事（号码已遮住）；接单后才看到门牌；任务结束就看不到了。负责这一片的社区工作人员看得到诉求和门牌，好安排人。双方都看不到对方的账号。
    · 签到只记“到了”，不记位置。您发的定位在办结后删除；聊天网页里转出去的，最多留一天。
    · 派给谁，由程序按片区、是否空闲和评价来选，每一单都写明为什么；有疑问可以问社区工作人员。
invite-whom = 邀请什么身份的人？
invite-where = 邀请到哪里？
invite-link = 把这个链接发给对方（{ $place }，{ $role }，最多 { $n } 人，14 天内有效）：{ $link }
role-taken = ✅ 您现在是 { $role }。
greeting = 👋 { $name }，您好！您是 { $roles }。
greeting-own = 您自己家有事，也是直接说一句就行。
role-at = { $place } 的{ $role }
role-resident = 居民
role-volunteer = 志愿者
role-team_member = 队员
role-team_leader = 队长
role-org_manager = 组织管理员
role-coordinator = 协调员
role-evaluator = 评估员
role-admin = 管理员
role-next-resident = 有事直接说一句就行。
role-next-volunteer = 有合适的单会发给您，随时可以不接。/tasks 看任务，/duty 值班或休息，/points 看积分。
role-next-team_member = 队长会把任务交给您；没有队长值班时，会直接派给您。/tasks 看任务，/points 看积分。
role-next-team_leader = 派给队里的单会先发给您，您可以自己办，也可以交给队员。/tasks 看任务，/duty 值班或休息，/points 看积分。
role-next-org_manager = /points 看组织的积分银行。
role-next-coordinator = 要您处理的诉求会发给您。/desk 看待办，/tasks 看您接的单，/invite 邀请人。
role-next-evaluator = 您可以在管理接口里查看数据，聊天里没有要您做的事。
role-next-admin = /desk 看待办，/invite 邀请人。
command-mine = 我的诉求
command-services = 服务菜单
command-settings = 设置
command-help = 帮助
command-privacy = 隐私说明
command-cancel = 不问了，退出当前这一步
command-tasks = 任务
command-duty = 值班
command-checkin = 签到
command-points = 积分
command-desk = 待办
command-invite = 邀请
follow-invitation = 👥 { $category } · { $number }，{ $area }，{ $status }。您家也遇到了吗？
group-repairs = 维修
group-environment = 环境
group-streets = 街面
group-safety = 安全
group-care = 关爱照护
group-rights = 权益
group-health = 健康
group-culture = 文化与办事
group-other = 其他

# Buttons
button-submit = ✅ 提交
button-category = 🏷 改类别
button-address = 📍 补地址
button-photo = 📷 加照片
button-cancel = ✖️ 取消
button-cancel-sure = 确定取消
button-metoo = 🙋 我也是
button-contact = 💬 联系
button-end-contact = 结束联系
button-reply = 💬 回复
button-register = 📝 帮我登记
button-not-for-them = ↩️ 不是给他们的
button-accept = ✅ 接单
button-decline = 不接
button-checkin = 📍 签到
button-done = ✅ 完成
button-return = 🔄 退单
button-ask = ❓ 问居民
button-handover = 👉 交给队员
button-back = ‹ 返回
button-position = 📍 发送我的位置
button-solved = ✅ 已解决
button-partly = 🟡 部分解决
button-unsolved = ❌ 未解决
button-skip = 不打星
button-take = 🙋 我来办
button-team = 👥 选队伍
button-transfer = 🏛 转办
button-recategorise = 🏷 改类别
button-reject = ⚪ 不受理
button-material = 📎 看材料
button-result = 📋 填结果
button-takeback = ↩️ 收回
button-on-duty = 🟢 开始值班
button-off-duty = ⚪ 去休息
button-set-language = 🌐 语言
button-set-area = 📍 换社区
button-set-address = 🏠 改门牌

# Refusals in chat
error-button-stale = 这个按钮已经过期。请用最新的卡片，或发 /mine、/tasks 看看。
error-date-format = 日期没看懂，请这样写：2026-12-01。
error-link-unknown = 这个链接不对或已失效。请向给您链接的人再要一个。
error-say-again = 请把刚才的话再说一遍。
error-said-before = 这句话已经记下了，请看您的草稿，或发 /mine 看看。
error-question-gone = 这一步已经过去了，请在卡片上重新点。
error-draft-gone = 这张草稿已经提交或取消了。发 /mine 看看。
error-need-ended = { $number } 已经结束了。有新的情况，请再说一句。
error-need-state = 这一单现在不能这样操作，请看最新的卡片。
error-area-needed = 请先选您住在哪里。
error-address-empty = 地址是空的，请写哪栋楼几单元几室。
error-address-too-long = 地址太长了，请写在 { $limit } 个字以内。
error-position-outside = 这个位置不在我们服务的地方。请写门牌，或发 /start 选社区。
error-locale-unknown = 还不会这种语言。请发 /settings 选一种。
error-media-too-large = 文件太大了，请发 { $limit } MB 以内的。
error-offer-unknown = 这一单没有派给您。
error-offer-taken = 慢了一步，已由他人接单，谢谢您。
error-offer-over = 这一单已不需要接了，谢谢您。
error-team-full = 队里已有 { $limit } 单在办，先完成或交掉一单再接。
error-hands-full = 您手上已有 { $limit } 单，先完成一单再接。
error-reason-unknown = 请在按钮里选一个原因。
error-task-unknown = 这个任务不是您的。发 /tasks 看您的任务。
error-task-over = { $number } 已不在您手上了。发 /tasks 看看。
error-outside-fence = 位置离现场超过 { $metres } 米，没有签到。到了门口再发，或输入居民的 4 位到场码。
error-code-locked = 到场码错了 5 次，先锁上了。已告诉社区工作人员，等他们解锁；或到了门口用位置签到。
error-check-in-first = 这件事要上门，请先点“签到”，再点“完成”。
error-leaders-only = 只有队长可以把任务交给队员。
error-member-unknown = 队里没有这个人。
error-coordinators-only = 这是社区工作人员用的。您报的事发 /mine 看；有新的事直接说一句就行。
error-no-areas = 还没有任何区域。请先在管理接口里建好（PUT /api/v1/areas），再来邀请人。
error-helpers-only = 这是志愿者和服务队用的。您报的事发 /mine 看；想一起帮忙，请向居委会要邀请链接。
error-points-helpers-only = 积分记给帮忙办事的志愿者和服务队，您提诉求不用积分。您报的事发 /mine 看；想一起帮忙，请向居委会要邀请链接。
error-triage-over = { $number } 已经安排好了，请看最新的卡片。
error-team-nobody = 这支队伍现在没有人能联系上，请换一支。
error-category-same = 已经是这一类了。
error-authority-empty = 请写转给哪个单位。
error-date-past = 请选今天以后、一年以内的日子。
error-result-empty = 请写处理结果。
error-verdict-over = { $number } 现在不用评价了。还有问题请再说一句。
error-verdict-first = 请先点解决了没有，再打星。
error-stars-range = 请点一到五颗星。
error-nobody-yet = { $number } 还没有人接，接单后就能联系了。
error-amount-not-positive = 积分要大于零。
error-not-enough-points = 积分不够。
