# Holds, attachments, long words
hold-why = ⏸ 为什么要挂账？要社区同意，居民看得到。
hold-how-long = ⏸ 要等几天？
hold-parts = 等配件材料
hold-weather = 等天气
hold-permit = 等许可
hold-other = 其他
for-days = { $n } 天
hold-requested = 已请社区同意
hold-asked = ⏸ { $number } { $category }：{ $name } 想挂账 { $days } 天，{ $reason }。
hold-agreed = ⏸ { $number } 同意挂账 { $days } 天，到时间自动继续。
hold-refused = ▶️ { $number } 没有同意挂账，请继续办。
hold-yes-done = ✅ 已同意挂账，居民的卡片上看得到。
hold-no-done = ✅ 已告诉对方继续办。
button-hold = ⏸ 挂账
button-agree = ✅ 同意
button-refuse = 不同意
error-role-over = 您现在没有当时接 { $number } 的那个角色，不能接了。
error-hold-over = { $number } 已不在申请挂账的人手上，不用再定了。
relay-ended = 💬 { $number } 的联系结束了，您再发的不再转给对方；有新的事直接说就行。
error-own-hold = 不能同意自己的挂账，请让另一位工作人员来定。
error-nobody-approves = 现在没有别的工作人员可以同意挂账。
media-gone = （附件取不到了，请对方重发）
all-words = 📄 { $number } 居民原话（{ $page }）：{ $text }
unknown-command = 没有这个命令。能用的命令发 /help 看；要求助，直接说一句话就行。

# Me too
follow-moved = 👥 您加入的 { $number } 和 { $to } 是同一件事，往后看 { $to } 的进展。

volunteer-number = 🪪 您的志愿者编号：{ $number }（终身不变）{ $link }
check-title = 志愿者编号查验
check-valid = ✅ 有效的志愿者编号
check-invalid = ❌ 这个编号不在用，或者输错了。请对方出示最新的编号，有疑问请问社区居委会。
check-who = { $initial }＊＊，{ $area }
gone-on = 接着办，时间继续算
button-goon = ▶️ 继续办
code-locked = 🔒 { $number } { $category }：{ $name } 把到场码输错了 5 次。请问问情况，没问题就解锁。
code-unlocked = 🔓 { $number }：可以再输一次到场码了。
button-unlock = 🔓 解锁
unlocked = 已解锁，对方可以再试。
