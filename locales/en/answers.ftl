# Answers to what people type where there is a button
cancel-how = To cancel a request, tap it below to open its card, then tap Cancel. For a draft, just say “cancel”.
unsolved-tap = Sorry that { $number } is not fixed. Tap Not solved and somebody is sent again at once; if part of it is done, tap Partly solved.
relay-or-need = You are talking about { $number }. This sounds like something else. What shall I do with it?
button-pass-on = ↪️ Pass it on
button-add-to = ➕ Add to { $number }
added-to = Added to { $number }
short-draft = not sent yet
