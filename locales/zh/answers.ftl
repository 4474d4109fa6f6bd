# Answers to what people type where there is a button
cancel-how = 要取消诉求：点下面的诉求打开卡片，再点“取消”。草稿直接说“取消”就行。
unsolved-tap = 对不起，{ $number } 还没弄好。请点“未解决”，马上重新派人；好了一部分，就点“部分解决”。
relay-or-need = 您正在跟对方说话（{ $number }）。这句听着像另一件事，要怎么办？
button-pass-on = ↪️ 转告对方
button-add-to = ➕ 加到 { $number }
added-to = 已加到 { $number }
short-draft = 还没提交
