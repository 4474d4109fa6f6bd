# Answers to what people type where there is a button
cancel-how = 要取消诉求：点下面的诉求打开卡片，再点“取消”。草稿直接说“取消”就行。
unsolved-tap = 对不起，{ $number } 还没弄好。请点“未解决”，马上重新派人；好了一部分，就点“部分解决”。
