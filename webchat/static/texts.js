// Texts of the page, by language.

const texts = {
  zh: {
    write: "写消息…", send: "发送", start: "开始", menu: "更多", commands: "命令", attach: "添加", close: "关闭",
    cancel: "取消", skip: "跳过", ok: "好的", block: "屏蔽并停止", unblock: "解除屏蔽", blockAsk: "屏蔽后，{bot} 不能再给您发消息。随时可以解除。",
    blocked: "您已屏蔽 {bot}", photo: "照片", document: "文件", position: "位置", contact: "我的电话", voice: "语音",
    audio: "音频", video: "视频", sticker: "贴纸", poll: "投票", videoNote: "视频留言", venue: "地点",
    today: "今天", yesterday: "昨天", you: "您", edited: "已修改", typing: "正在输入…", online: "机器人", reply: "回复", copy: "复制文字",
    copied: "已复制", retry: "重试", remove: "删除", sending: "正在发送", failed: "没有发出", waiting: "等待网络",
    offline: "网络断开，正在重新连接…", noAnswer: "还没有回应，请稍后再按一次", noNetwork: "网络不通，请再试一次", older: "显示更早的消息",
    newest: "跳到最新", unread: "{n} 条未读", who: "现在是谁", language: "English", languageLabel: "Switch to English", large: "大字", largeOn: "标准字号", welcome: "欢迎",
    askName: "怎么称呼您？", askNameHint: "可以留空，以后也能改。", name: "称呼", guest: "访客", enter: "进入", rename: "修改称呼", record: "录音", recording: "正在录音",
    stop: "发送录音", discard: "取消录音", play: "播放", pause: "暂停", progress: "播放进度", locate: "使用我现在的位置", locating: "正在定位…", noPosition: "没有拿到位置，请在下面填写",
    latitude: "纬度", longitude: "经度", positionHint: "也可以在下面填写坐标（WGS-84）。", phoneNumber: "电话号码", openMap: "在地图中打开", positionErased: "位置已读，已删除", keyboard: "快捷按钮",
    hideKeyboard: "收起快捷按钮", previous: "上一张", next: "下一张", download: "下载", emptyTitle: "还没有消息", emptyHint: "按“开始”，说一句话就行。", pinned: "置顶", spoiler: "隐藏的文字，按一下显示",
    noCommands: "没有命令", tooLarge: "文件太大（最多 30 MB）", tooLong: "文字太长", tooFast: "太快了，请稍等", caption: "说明（可不填）", sendFiles: "发送 {n} 个文件", demo: "演示", demoHint: "三部手机，一个社区：在左边说一件事，看另外两部怎么动。谁来用，点名字换。",
    messages: "与 {bot} 的对话", replyTo: "回复", cancelReply: "取消回复", noCode: "服务器没有接受：{code}", phones: "手机", alert: "提示", link: "打开链接", files: "文件", voters: "票", answered: "已回应", kb: "按钮", leave: "还有消息没有发出",
  },
  en: {
    write: "Write a message…", send: "Send", start: "Start", menu: "More", commands: "Commands", attach: "Attach", close: "Close",
    cancel: "Cancel", skip: "Skip", ok: "OK", block: "Block and stop", unblock: "Unblock", blockAsk: "{bot} will not be able to write to you. You can unblock it at any time.",
    blocked: "You blocked {bot}", photo: "Photo", document: "File", position: "Location", contact: "My phone number", voice: "Voice message",
    audio: "Audio", video: "Video", sticker: "Sticker", poll: "Poll", videoNote: "Video message", venue: "Place",
    today: "Today", yesterday: "Yesterday", you: "You", edited: "edited", typing: "typing…", online: "bot", reply: "Reply", copy: "Copy text",
    copied: "Copied", retry: "Try again", remove: "Remove", sending: "Sending", failed: "Not sent", waiting: "Waiting for network",
    offline: "Connection lost, reconnecting…", noAnswer: "No answer yet, please press again in a moment", noNetwork: "No connection, please try again", older: "Show earlier messages",
    newest: "Jump to the newest", unread: "{n} unread", who: "Who is this", language: "中文", languageLabel: "切换到中文", large: "Large text", largeOn: "Normal text", welcome: "Welcome",
    askName: "What may we call you?", askNameHint: "You may leave this empty and change it later.", name: "Name", guest: "Guest", enter: "Enter", rename: "Change my name", record: "Record", recording: "Recording",
    stop: "Send recording", discard: "Discard recording", play: "Play", pause: "Pause", progress: "Position in the recording", locate: "Use my present location", locating: "Finding where you are…", noPosition: "No location found, please type it below",
    latitude: "Latitude", longitude: "Longitude", positionHint: "Or type the coordinates (WGS-84).", phoneNumber: "Phone number", openMap: "Open in a map", positionErased: "Location was read and removed", keyboard: "Quick buttons",
    hideKeyboard: "Hide quick buttons", previous: "Previous", next: "Next", download: "Download", emptyTitle: "No messages yet", emptyHint: "Press Start, then simply say what it is.", pinned: "Pinned", spoiler: "Hidden text, press to show",
    noCommands: "No commands", tooLarge: "The file is too large (30 MB at most)", tooLong: "The text is too long", tooFast: "Too fast, please wait a moment", caption: "Caption (optional)", sendFiles: "Send {n} files", demo: "Demo", demoHint: "Three phones, one community: say on the left what is wrong and watch the others. Pick a name to change who holds one.",
    messages: "Conversation with {bot}", replyTo: "Reply to", cancelReply: "Cancel reply", noCode: "The server refused: {code}", phones: "Phones", alert: "Notice", link: "Open link", files: "Files", voters: "votes", answered: "Answered", kb: "Buttons", leave: "Some messages are not sent yet",
  },
};

const wanted = () => (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
let language = localStorage.getItem("webchat.language") || wanted();

export const lang = () => language;
export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

export function setLanguage(code) {
  language = code;
  localStorage.setItem("webchat.language", code);
  document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
}

export function t(key, values = {}) {
  const text = texts[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
