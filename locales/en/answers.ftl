# Answers to what people type where there is a button
cancel-how = To cancel a request, tap it below to open its card, then tap Cancel. For a draft, just say “cancel”.
unsolved-tap = Sorry that { $number } is not fixed. Tap Not solved and somebody is sent again at once; if part of it is done, tap Partly solved.
