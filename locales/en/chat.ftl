# Arriving
welcome = 👋 Welcome to { $area }! Whatever is wrong at home, in the building or outside: say it in one sentence and I look for someone at once.
welcome-privacy = 🔒 Your door is shown only to whoever takes the job and to the staff of your community; they do not see your account. More: /privacy
welcome-examples =
    For example:
    · The drain downstairs is blocked and sewage is coming up
    · Someone to take my mother to the hospital, please
ask-area = 📍 Where do you live? Tap your way down, write the name of your community, or send your location.
no-area-yet = No community is open here yet; the committee has to register it first. I keep what you write: send /start once it is open, and choose yours.
ask-area-in = 📍 Where in { $area } do you live?
ask-area-waiting = 📍 I kept what you said. Tell me where you live and I go on with it: tap a name below, write the name of your community, or send your location.
area-taken = ✅ Chosen: { $area }
area-unknown = no community yet
areas-found = Is it one of these? Tap it.
areas-not-found = I did not find that place. Try another spelling, send /start to tap your way down, or send your location.
address-unknown = not set

# The draft
draft-title = 📝 <b>{ $category }</b> { $urgency }
draft-media = 📎 { $what }
media-photos = { $n ->
    [one] { $n } photo or file
   *[other] { $n } photos or files
}
media-voices = { $n ->
    [one] { $n } voice message
   *[other] { $n } voice messages
}
media-none = no words
draft-unsure = 🤔 I am not sure what kind of thing this is. Tap the closest; if none fits, just submit, and someone from the community looks at it.
draft-unknown = 🤔 I am not sure what kind of thing this is. Tap Change category, or just submit, and someone from the community looks at it.
draft-voice = 🎤 I have your voice message and pass it on to whoever takes it. Please add a few words on what it is about, or tap Change category.
draft-cancelled = Cancelled. Nothing was submitted.
quoted = “{ $text }”
no-words = ({ $what })
category-unsure = Not sorted yet
place = 📍 { $area } { $door }
place-area = 📍 { $area }
place-position = 📍 { $area } (with your location)
place-without-door = 📍 { $area } (no door yet, tap Add address)
urgency-urgent = 🔴 urgent
urgency-high = 🟠 soon
within = within { $span }
by-time = by { $time }
promise-team = ⏱ A team takes it { $when }, solved within { $solve }
promise-volunteer = ⏱ A volunteer takes it { $when }, solved within { $solve }
promise-coordinator = ⏱ The community takes it up { $when }, solved within { $solve }
promise-authority = ⏱ Passed to the authority { $when }, a result within { $solve }
promise-answer = ⏱ The community answers you { $when } on what it can arrange
choose-category = What kind of thing is it?
category-chosen = Changed, thank you
group-title = { $group }: choose one
start-with = { $category }: say in one sentence what is wrong, or submit as it is.
services-title = 🧰 Services: what do you need help with?
same-nearby = A neighbour near you has reported the same:
submitted = Submitted: { $number }
cancelled = Cancelled
cancel-ask = Cancel { $number } for sure?
ask-address = 🏠 Which building, unit and room is it? For example “Building 3, Unit 2, Room 501”. Then they find you; I remember it for next time.
ask-home = 🏠 Please send your door, for example “Building 3, Unit 2, Room 501”.
ask-unit = 🏠 { $building }: which unit and room? For example “Unit 2, Room 501”.
address-kept = ✅ Address kept; next time you need not say it again.
address-later = That is all right, it can wait. When you know it, tap Add address on the card; the door of your home is in /settings.
ask-photo = 📷 Send photos, a voice message or a location, and I add them.
photo-kept = ✅ Added
joined = Joined: you get the updates

# The clock
need-title = <b>{ $category }</b> · { $number }
status-registered = 🟡 Registered, looking for someone
status-triage = 🟡 The community is arranging it
status-offered = 🟡 Waiting for someone to take it
status-assigned = 🟢 Someone has it: on the way, or about to contact you
status-in_progress = 🔧 They are there and working on it
status-awaiting_resident = ⏸ Waiting for your answer
status-on_hold = ⏸ On hold
status-transferred = 🏛 With the authority
status-done = ✅ They say it is done, please have a look
status-closed = 🏁 Closed
status-rejected = ⚪ Not taken up
status-cancelled = ⚪ Cancelled
short-registered = looking
short-triage = arranging
short-offered = offered
short-assigned = taken
short-in_progress = in progress
short-awaiting_resident = waits for an answer
short-on_hold = on hold
short-transferred = transferred
short-done = to be judged
short-judged = judged
short-closed = closed
short-rejected = not taken up
short-cancelled = cancelled
who = 🙋 { $name }
who-authority =
    🏛 { $authority }{ $reference ->
        [none] {""}
       *[other] , reference { $reference }
    }
respond-by = ⏱ Taken up by { $time } ({ $left })
resolve-by = ⏱ Solved by { $time } ({ $left })
paused-until = ⏸ The clock is paused, until { $time } at the latest
next-date = 📅 We ask for news on { $time }
time-left = { $span } left
time-late = { $span } late
time-tomorrow = tomorrow { $hour }
time-yesterday = yesterday { $hour }
time-date = { $month }/{ $day } { $hour }
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n } days
next-registered = Next: it goes to the right team at once.
next-triage = Next: someone takes it, sends a team, or passes it to the authority.
next-offered = Next: { $n } asked, the first to accept comes; if nobody answers, others are asked.
next-assigned = Next: they come or contact you.
next-in_progress = Next: when it is done, you say how it went.
next-awaiting_resident = Next: answer their question, then the clock goes on.
next-on_hold = Next: work goes on by itself at that time.
next-transferred = Next: you hear as soon as there is a result.
next-done = Next: have a look and tap your verdict.
next-judged = Next: stars if you like; without them it closes by itself.
next-done-follower = Next: have a look at your own door.
next-rejected = Reason: { $reason }
next-cancelled = One sentence is enough whenever you need something.
outcome-solved = Result: solved
outcome-partly = Result: partly solved, the rest has a number of its own
outcome-unsolved = Result: not solved
outcome-duplicate = Result: merged with another
outcome-transferred = Result: answered by the authority
outcome-no_answer = Result: closed, no verdict came in time
outcome-erased = Result: erased on request
outcome-short-solved = solved
outcome-short-partly = partly solved
outcome-short-unsolved = not solved
outcome-short-duplicate = merged
outcome-short-transferred = answered
outcome-short-no_answer = no verdict
outcome-short-erased = erased
followers = 👥 { $n ->
    [one] One neighbour has it too
   *[other] { $n } neighbours have it too
}
arrival-code = 🔑 Arrival code <b>{ $code }</b>: tell them at the door
need-accepted = 🟢 { $number } { $category }: <b>{ $name }</b> has taken it, to be solved by { $time }.
need-arrived = 🔧 { $number }: { $name } is there and has started.
need-handed-over = 🔁 { $number } { $category }: <b>{ $name }</b> comes instead; the new arrival code is on the card.
need-held = ⏸ { $number } { $category }: on hold for { $days } days ({ $reason }); then it goes on, we keep it in mind.
need-returned = 🔄 { $number }: they cannot do it, someone else is being asked. The clock did not start again.
need-transferred =
    🏛 { $number } went to { $authority }{ $reference ->
        [none] {""}
       *[other] { " " }(reference { $reference })
    }. We follow it and tell you.
need-rejected = ⚪ { $number } was not taken up: { $reason }. Ask your community office, or tell us more in a new message.
need-cancelled = ⚪ { $number } { $category }: the resident cancelled, no need to go. Thank you.
need-reopened = 🔁 Rework: { $number } { $category }, { $reason }. It is being offered again, please keep an eye on it.
need-result = 📋 { $number } result: { $text }
need-question =
    ❓ { $number }: the helper asks you: “{ $text }”
    Just answer here; the clock is paused until you do.
need-comment = 💬 { $number } the resident says: “{ $text }”
answer-taken-back = ↩️ { $number }: the resident says that the last message was not for you, please disregard it. To ask again tap Ask resident.
reopened-unsolved = the resident says not solved
reopened-low-stars = the resident gave one or two stars
task-done = ✅ { $number } is marked done, the resident judges next. To add a photo, just send it; to add a word, reply to this message.

# Offers
offer-title = 📮 <b>{ $category }</b> · { $number }
offer-by = ⏱ To be solved by { $time }
offer-why = Why you: { $why }
offer-rework = 🔁 Rework: after the last time the resident said it is not solved
offer-timer = ⌛ Answer by { $time } ({ $left }); you may decline, it costs nothing
offer-accepted = ✅ It is yours, see the task card
offer-taken = Taken by someone else, thank you
offer-declined = You declined, that is fine
offer-declined-by-team = Your team declined
offer-expired = Time is up, it went to others
offer-over = No longer needed
why-same-area = same area
why-near = near
why-idle = free now
why-load = { $open } in hand or offered
why-stars = rated { $stars } ({ $ratings } ratings)
why-answers = always answers
why-coordinator = your area
why-chosen = chosen by the community
list-separator = {", "}
decline-why = Why not? One tap; it does not count against you.
decline-busy = Busy
decline-far = Too far
decline-skill = Not my skill
decline-tools = No tools
decline-unwell = Not well
decline-other = Other
accepted = It is yours, thank you!
declined = Fine, others are asked

# Tasks
task-title = 🧰 <b>{ $category }</b> · { $number }
task-status-assigned = 🟢 Taken
task-status-in_progress = 🔧 In progress
task-status-awaiting_resident = ⏸ Waiting for the resident
task-status-on_hold = ⏸ On hold
task-no-door = 📍 { $area } (no door given yet: Contact and ask)
task-next-check-in = Next: on arrival tap Check in, then your location or the resident's code.
task-next-done = Next: tap Done when it is done.
task-next-waiting = Next: the resident answers, the clock is paused.
task-ended-done = ✅ Done, waiting for the verdict
task-ended-closed = 🏁 Closed, thank you
task-ended-reopened = 🔁 The resident asked for rework, it is being offered again
task-ended-returned = 🔄 Returned
task-ended-handed-over = 👉 Handed to a member
task-ended-over = ⚪ This task is over
tasks-title = { $held } in hand, { $offers } offered:
tasks-empty = Nothing in hand. Whatever fits you comes at once; if you are off duty, send /duty.
ask-check-in = 📍 { $number }: send your location, or the 4-digit code that the resident tells you. Only that you arrived is kept, not where you are.
checked-in = ✅ Checked in, thank you! Tap Done when it is done.
checked-in-before = { $number } is checked in already. Tap Done when it is done.
code-wrong = That is not the arrival code of { $number }. Ask the resident again and send the 4 digits.
done = Done, waiting for the verdict
ask-question = ❓ What do you want to ask the resident? Just write it; the clock waits for the answer.
question-sent = ✅ Asked, waiting for the answer.
return-why = Why return it? One tap.
return-skill = Cannot do it
return-tools = Tools or parts missing
return-access = No access
return-unreachable = Cannot reach them
return-unsafe = Not safe
return-busy = No time
return-other = Other
returned = Returned, others are asked
hand-over-to = To whom?
hand-over-nobody = Your team has no other member yet.
handed-over = Handed to { $name }
result-kept = ✅ Passed on to the resident
material = 📎 { $number } from the resident: { $text }

# Triage
triage-title = 🗂 <b>{ $category }</b> · { $number }
triage-why = Why you: { $why }
triage-no-candidate = no team or volunteer here can take it
triage-no-answer = nobody who was asked took it
triage-mode-project = served as a project, to be arranged
triage-mode-purchase = a purchased service, to be arranged
triage-mode-handoff = an authority must do it
triage-no-area = the resident has not chosen an area
triage-alarm = 🚨 { $kind }
triage-emergency = an emergency, please act now
triage-taken-back = taken back from the authority
choose-team = Which team?
no-teams = No team covers this area yet.
team-chosen = Offered to the team
reject-why = Why not? The resident is told.
reject-outside-remit = outside what the community serves
reject-unlawful = not lawful
reject-no-facts = no clear facts
reject-in-court = before a court or in petition
reject-repeated = answered before
reject-other = other
rejected = The resident is told
ask-authority = 🏛 Which authority gets { $number }? Write its name, for example “District water company”. To leave it, send /cancel.
ask-reference = Their reference number? Send “none” if there is none.
none-words = none no - －
ask-next-date = When shall we ask for news? Tap, or send a date such as 2026-12-01.
in-days =
    in { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
transferred = Transferred, you are reminded on the day
taken-back = Taken back, please arrange it anew
ask-result = 📋 { $number }: what did the authority do? Write it; the resident gets it and judges. To leave it, send /cancel.
no-material = No photo, voice or location
desk-title = 🗂 { $n ->
    [one] One waits for you:
   *[other] { $n } wait for you:
}
desk-empty = Nothing is waiting. All arranged.

# Verdict
verdict-title = ⭐ <b>{ $category }</b> · { $number }
verdict-ask = They say it is done. Is it solved?
verdict-ask-follower = They say it is done. Is it solved at your door?
verdict-said = Your verdict: { $verdict }
verdict-silent = Time is up, so this one is closed. If something is left, just say so.
verdict-reopened = 🔁 Sorry about that. Someone is being sent again, and the community knows.
verdict-partly = The rest has a number and a clock of its own.
verdict-thanks = Thank you! To say more, just reply to this message.
stars-ask = How many stars? You may skip them.
stars-given = { $stars }
thanks = Got it, thank you!
ask-remainder = { $number }: what is left? One sentence is enough; if you say nothing, your first words stand.
remainder-kept = ✅ Kept, and passed on to whoever takes it.
remainder-none = Fine, then your first words stand.
comment-kept = 💬 Got it, thank you!

# Talking
relay = 💬 { $number } { $who }: { $text }
relay-resident = Resident
relay-handler = Helper
relay-opened = 💬 Text, photos, voice and locations now go to the other side ({ $number }). Neither sees the other's account or phone.
relay-passed = ✓ Passed on ({ $number })
answer-passed = ✓ Passed on as your answer to { $name } ({ $category } · { $number })
relay-closed = Fine, nothing more is passed on. Say anything new and I take care of it.
talk-question = I am the helper of your community: I find people who come, or pass things to its staff. If this is something to be done, tap Register it; /services shows what there is.
talk-person = Of course. I am a program, but a person from your community will look: tap Register it, check the draft and tap Submit; they see it and contact you. It goes faster if you also say what it is about.
talk-thanks = You are welcome. One sentence is enough whenever you need something 🌷
talk-chitchat = Hello! Say what you need in one sentence, for example “The light on the stairs is broken”. /services shows what there is.
talk-abuse = I hear that you are upset. Tell me what is wrong and where, and I find someone at once.
talk-complaint = Sorry that you are not happy with it. Tap Register it and then Submit: someone from the community sees it and answers you.
registered = 📝 Fine, it is a draft now. Look at the draft card and tap Submit if it is right.
slow-down = 🐢 You write fast. It is all in one draft, nothing is lost. Have a look and tap Submit.
error-message-kind = I cannot read this kind of message. Please send text, a photo, voice or a location.
error-message-kind-draft = I cannot read this kind of message; your draft is still here. Please send text, a photo, voice or a location.

# Emergencies
emergency-call = ☎️ Call <b>{ $number }</b> now! ({ $what })
emergency-gas = gas leak
emergency-fire = fire
emergency-injury = someone hurt or very ill
emergency-crime = crime in progress
emergency-suicide = a life at risk
emergency-trapped = someone trapped
emergency-advice-gas = No switches, no flame; open the windows and leave at once.
emergency-advice-fire = Stay low, leave, no lift.
emergency-advice-injury = Do not move the person if you can help it, and stay with them.
emergency-advice-crime = Keep yourself safe first.
emergency-advice-suicide = You need not carry this alone, someone there will listen; if somebody is in danger right now call 110.
emergency-advice-trapped = Do not force the doors; press the call button and wait.
emergency-alerted = 🔔 The community workers are alerted as well and see it at once.
emergency-nobody = ⚠️ No community worker can be reached right now; they see it as soon as one is back. Please call the number above first.
emergency-passed = ✓ Passed on to the community workers. Go on if anything changes; a photo or your location helps too.
emergency-place = { $place } - if it is not here, tell me where, at once.
emergency-no-place = 📍 Where is it? Write building and unit, or send your location; I pass it on at once.
triage-no-door = 📍 { $area } (door not known yet)
triage-alarm-cancelled = ☎️ The resident pressed Cancel: please call or look in

# Points
points-earned = 🏅 +{ $points } points: { $number } { $outcome }. Details: /points
points-balance = 🏅 Your points: <b>{ $points }</b>
points-bank = 🏦 { $name } points bank: <b>{ $points }</b>
points-line = · { $time } { $amount } { $number } { $why }
points-none = No entries yet. When a job that you took is closed, points come in.
rule-need-closed =
    { $outcome }{ $stars ->
        [0] {""}
        [one] , 1 star
       *[other] , { $stars } stars
    }

# Duty, settings, help
duty-on = 🟢 You are on duty: offers that fit come to you.
duty-off = ⚪ You are off duty: no offers come.
settings-title = ⚙️ <b>My settings</b>
settings-language = Language: { $language }
settings-area = Community: { $area }
settings-address = Door: { $address }
settings-choose-language = Choose a language
language-zh = 简体中文
language-zh-Hant = 繁體中文
language-en = English
language-set = ✅ I speak English with you from now on.
help =
    Say in one sentence what you need, for example “The drain downstairs is blocked”. Photos, voice and locations work too.
    You can also tap one of these:
mine-title = Your needs, tap one to see it:
mine-empty = Nothing reported yet. One sentence is enough.
cancel-done = Fine, never mind. One sentence is enough whenever you need something.
cancel-nothing = There is nothing to cancel. To cancel a need tap Cancel on its card.
privacy =
    🔒 <b>How we treat what you tell us</b>
    · What is kept: your nickname, community, door (encrypted), your words and photos; only to get your need done.
    · Who sees it: before accepting, helpers see the rough place and the matter, with numbers masked; after accepting, the door; when the task is over, nothing. Staff of your community see the need and the door, to arrange help. Neither side sees the other's account.
    · A check-in keeps only that they arrived, not where. A location that you send is deleted when the need ends; what the chat page passed on stays a day at most.
    · A program chooses whom to ask, by area, load and rating, and says why on each offer; ask your community if you have doubts.
invite-whom = Invite whom?
invite-where = Invite to where?
invite-link = Pass on this link ({ $place }, { $role }, up to { $n } people, valid for 14 days): { $link }
role-taken = ✅ You are now { $role }.
greeting = 👋 Hello { $name }! You are { $roles }.
greeting-own = If you need something yourself, just say it in one sentence.
role-at = { $role } of { $place }
role-resident = resident
role-volunteer = volunteer
role-team_member = team member
role-team_leader = team leader
role-org_manager = organisation manager
role-coordinator = coordinator
role-evaluator = evaluator
role-admin = administrator
role-next-resident = Say in one sentence whatever you need.
role-next-volunteer = Offers that fit come to you; you may always decline. /tasks shows your jobs, /duty puts you on or off duty, /points shows your points.
role-next-team_member = Your leader hands you jobs; when no leader is on duty, offers come straight to you. /tasks shows your jobs, /points your points.
role-next-team_leader = Offers to the team come to you first; do them yourself or hand them to members. /tasks shows your jobs, /duty puts you on or off duty, /points shows your points.
role-next-org_manager = /points shows the points bank of your organisation.
role-next-coordinator = What needs you comes to you. /desk shows what waits, /tasks what you took, /invite invites people.
role-next-evaluator = You may look at the figures over the admin API; there is nothing for you to do in chat.
role-next-admin = /desk shows what waits, /invite invites people.
command-mine = My needs
command-services = Services
command-settings = Settings
command-help = Help
command-privacy = Privacy
command-cancel = Never mind, leave this step
command-tasks = Tasks
command-duty = Duty
command-checkin = Check in
command-points = Points
command-desk = Desk
command-invite = Invite
follow-invitation = 👥 { $category } · { $number }, { $area }, { $status }. Do you have it too?
group-repairs = Repairs
group-environment = Environment
group-streets = Streets
group-safety = Safety
group-care = Care
group-rights = Rights
group-health = Health
group-culture = Culture and errands
group-other = Other

# Buttons
button-submit = ✅ Submit
button-category = 🏷 Change category
button-address = 📍 Add address
button-photo = 📷 Add photo
button-cancel = ✖️ Cancel
button-cancel-sure = Cancel for sure
button-metoo = 🙋 Me too
button-contact = 💬 Contact
button-end-contact = End contact
button-reply = 💬 Reply
button-register = 📝 Register it
button-not-for-them = ↩️ Not for them
button-accept = ✅ Accept
button-decline = Decline
button-checkin = 📍 Check in
button-done = ✅ Done
button-return = 🔄 Return
button-ask = ❓ Ask resident
button-handover = 👉 Hand to a member
button-back = ‹ Back
button-position = 📍 Send my location
button-solved = ✅ Solved
button-partly = 🟡 Partly solved
button-unsolved = ❌ Not solved
button-skip = No stars
button-take = 🙋 I take it
button-team = 👥 Choose a team
button-transfer = 🏛 Transfer
button-recategorise = 🏷 Change category
button-reject = ⚪ Reject
button-material = 📎 Attachments
button-result = 📋 Enter result
button-takeback = ↩️ Take back
button-on-duty = 🟢 Go on duty
button-off-duty = ⚪ Go off duty
button-set-language = 🌐 Language
button-set-area = 📍 Community
button-set-address = 🏠 Door

# Refusals in chat
error-button-stale = This button is out of date. Use the newest card, or send /mine or /tasks.
error-date-format = I cannot read that date. Write it like 2026-12-01.
error-link-unknown = This link is wrong or no longer valid. Ask whoever gave it to you for a new one.
error-say-again = Please say it once more.
error-said-before = That sentence is kept already: look at your draft, or send /mine.
error-question-gone = This step is over, tap again on the card.
error-draft-gone = This draft was submitted or cancelled. Send /mine to see.
error-need-ended = { $number } has ended. If there is something new, just say so.
error-need-state = That cannot be done with it now, see the newest card.
error-area-needed = Please choose where you live first.
error-address-empty = The address is empty. Write building, unit and room.
error-address-too-long = The address is too long, at most { $limit } characters please.
error-position-outside = That location is outside the places we serve. Write the address, or send /start and choose a community.
error-locale-unknown = I do not speak that language yet. Send /settings and choose one.
error-media-too-large = The file is too large, at most { $limit } MB please.
error-offer-unknown = This one was not offered to you.
error-offer-taken = Taken by someone else a moment ago, thank you.
error-offer-over = This one is no longer needed, thank you.
error-team-full = Your team has { $limit } in hand; finish or return one first.
error-hands-full = You have { $limit } in hand; finish one first.
error-reason-unknown = Please choose a reason from the buttons.
error-task-unknown = This task is not yours. Send /tasks to see yours.
error-task-over = { $number } is no longer in your hands. Send /tasks to see.
error-outside-fence = You are more than { $metres } m away, so you are not checked in. Send it again at the door, or send the resident's 4-digit code.
error-code-locked = The arrival code was wrong 5 times and is locked. The community workers are told and can unlock it; or check in by location at the door.
error-check-in-first = Someone has to come for this one: tap Check in first, then Done.
error-leaders-only = Only the team leader can hand it over.
error-member-unknown = Nobody like that is in the team.
error-coordinators-only = This is for the staff of the community. /mine shows what you reported; for anything new just say a sentence.
error-no-areas = There is no area yet. Create one over the admin API first (PUT /api/v1/areas), then invite people.
error-helpers-only = This is for volunteers and teams. /mine shows what you reported; to lend a hand, ask your community office for an invitation.
error-points-helpers-only = Points go to the volunteers and teams who help; reporting something costs none. /mine shows what you reported; to lend a hand, ask your community office for an invitation.
error-triage-over = { $number } has been arranged already, see the newest card.
error-team-nobody = Nobody of that team can be reached now, choose another.
error-category-same = It is in that category already.
error-authority-empty = Please write which authority.
error-date-past = Please choose a day after today and within a year.
error-result-empty = Please write the result.
error-verdict-over = { $number } needs no verdict now. If something is left, just say so.
error-verdict-first = Please tap first whether it is solved, then the stars.
error-stars-range = Please tap one to five stars.
error-nobody-yet = Nobody has { $number } yet; once someone has, you can contact them.
error-amount-not-positive = Points must be more than zero.
error-not-enough-points = Not enough points.
