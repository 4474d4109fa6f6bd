# Holds, attachments, long words
hold-why = ⏸ Why put it on hold? The community has to agree, and the resident sees it.
hold-how-long = ⏸ For how many days?
hold-parts = Waiting for parts
hold-weather = Waiting for the weather
hold-permit = Waiting for a permit
hold-other = Other
for-days = { $n } days
hold-requested = The community is asked
hold-asked = ⏸ { $number } { $category }: { $name } asks to hold it for { $days } days, { $reason }.
hold-agreed = ⏸ { $number } is on hold for { $days } days and goes on by itself.
hold-refused = ▶️ { $number } is not on hold, please go on.
hold-yes-done = ✅ On hold; the resident sees it on the card.
hold-no-done = ✅ They are told to go on.
button-hold = ⏸ Hold
button-agree = ✅ Agree
button-refuse = Refuse
error-role-over = You no longer hold the role in which you were asked about { $number }, so you cannot take it.
error-hold-over = { $number } is no longer with the person who asked for the hold; nothing to decide.
relay-ended = 💬 The talk about { $number } is over: what you write is not passed on any more. Say anything new and I take care of it.
error-own-hold = You cannot agree to your own hold; ask another member of the staff.
error-nobody-approves = Nobody else is there to agree to a hold now.
media-gone = (the attachment cannot be fetched, ask them to send it again)
all-words = 📄 { $number } the resident's words ({ $page }): { $text }
unknown-command = There is no such command. /help lists them; to ask for help just say it in one sentence.

# Me too
follow-moved = 👥 { $number }, which you joined, is the same as { $to }: from now on follow { $to }.

volunteer-number = 🪪 Your volunteer number, for life: { $number } { $link }
check-title = Check of a volunteer number
check-valid = ✅ A valid volunteer number
check-invalid = ❌ This number is not in use, or mistyped. Ask for the latest one, or ask the community committee.
check-who = { $initial }**, { $area }
gone-on = Going on; the clock runs again
button-goon = ▶️ Go on
code-locked = 🔒 { $number } { $category }: { $name } got the arrival code wrong 5 times. Ask what is up; unlock it if all is well.
code-unlocked = 🔓 { $number }: you can try the arrival code again.
button-unlock = 🔓 Unlock
unlocked = Unlocked; they can try again.
