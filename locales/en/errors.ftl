### What is said when something is refused: what is wrong first, then what to do.

## Who may do what

error-people-only = This has to be done by the person in chat; a program cannot do it for them.
error-outside-your-area = This lies outside the area you look after. Please ask a colleague one level up.
error-officers-only = Only coordinators and administrators can change this.
error-readers-only = You may not read the rosters yet.
error-admin-of-all-only = Only an administrator of everything can change this.
error-own-area-place = The place and level of your own area in the tree are changed one level up.
error-role-not-yours = You cannot give or end this role ({ $role }): it is above your own, or outside your area.
error-person-outranks-you = This person's role is not below yours. Please ask a colleague one level up.
error-suspended = Your account is suspended. Please contact your community.
error-token-missing = Please send a bearer token in the Authorization header.
error-token-refused = This token is unknown, expired or revoked.
error-token-unknown = There is no such token, or it is outside your area.

## Rosters

error-code_taken = The code { $value } is in use outside your area. Please choose another.
error-code-form = A code is 1 to 32 letters, digits or hyphens.
error-unknown-code = { $field }: there is no { $value } yet. Please create it first.
error-area-unknown = There is no area { $value }, or it is outside yours.
error-building-unknown = There is no building { $value }, or it is outside your area.
error-category-unknown = There is no category { $value }.
error-organisation-unknown = There is no organisation { $value }, or it is outside your area.
error-team-unknown = There is no team { $value }, or it is outside your area.
error-person-unknown = There is no such person, or they are outside your area.
error-need-unknown = There is no such need, or it is outside your area.
error-area-level = The level { $level } must lie below the level of the parent, { $parent_level }.
error-area-level-below = The areas below must stay deeper than { $level }. Please change them first.
error-area-loop = An area cannot be moved to itself or below itself.
error-words = { $field }: please write 1 to { $longest } characters without control signs.
error-position = This is no position: latitude -90 to 90, longitude -180 to 180, radius above 0 and up to 500000 metres.
error-boundary = This is no boundary: { $reason ->
    [type] only a GeoJSON Polygon or MultiPolygon is accepted
    [member] only type, coordinates and crs are accepted
    [crs] crs is wgs84 or gcj02
    [ring] each ring has four points or more and ends where it starts
    [range] longitude comes before latitude, and both stay in range
   *[other] coordinates are rings of [longitude, latitude]
}.
error-duty-pattern = Hours are "always", or a list of weekday (1 to 7, 1 is Monday), from and to (HH:MM). Not understood: { $value }
error-override-unknown = There is no setting named { $name }.
error-override-value = The value of the setting { $name } cannot be used; minutes go up to 30 days, hours to a year.
error-limits = Minutes to respond and hours to resolve are above 0; at most 30 days to respond and a year to resolve.
error-grade = A grade is 1A to 5A.
error-capacity = A capacity is 0 to { $most }.

## People, roles, invitations

error-person-erased = This person has been erased and cannot be changed.
error-role-place = The role { $role } needs { $wanted ->
    [team] a team (team_code)
    [organisation] an organisation (organisation_code)
   *[area] an area (area_code)
}.
error-one-place = Name only one of area, team and organisation.
error-place-missing = Please say where: area_code, team_code or organisation_code.
error-invitation-unknown = There is no such invitation. Please check the link, or ask for a new one.
error-invitation-expired = This invitation has expired. Please ask for a new one.
error-invitation-used-up = All places of this invitation are taken. Please ask for a new one.
error-invitation-revoked = This invitation was withdrawn. Please ask for a new one.
error-invitation-role-ended = You used this invitation before, and the role has ended since. To join again, please ask for a new one.
error-invitation-uses = An invitation is for 1 to { $most } people.
error-invitation-term = An invitation lives { $most } days at most.
error-token-role = A token's role is admin, coordinator or evaluator.
error-token-term = The expiry must lie in the future.

## Requests

error-invalid-request = { $count ->
    [one] One thing in this request cannot be used.
   *[other] { $count } things in this request cannot be used.
} { $first }
error-field-missing = { $field }: required.
error-field-unknown = { $field }: no such field. Please check the spelling.
error-field-type = { $field }: wrong type, expected { $wanted }.
error-field-too-long = { $field }: too long, at most { $max_length }.
error-field-empty = { $field }: must not be empty.
error-field-form = { $field }: wrong form, expected { $pattern }.
error-field-choice = { $field }: expected { $expected }.
error-field-control = { $field }: control signs are not allowed.
error-field-range = { $field }: out of range ({ $limit }).
error-field-invalid = { $field }: this value cannot be used.
error-cursor = This cursor cannot be used. Please pass the next_cursor of the page before.
error-idempotency-key-reused = This Idempotency-Key came with another request before. Please choose a new one.
error-body-not-json = The body is not valid JSON.
error-not-json = Please send Content-Type: application/json.
error-not-found = There is nothing at this address.
error-method-not-allowed = This address does not take this method.
error-refused = This request cannot be served.
error-too-large = The request is too large: at most { $limit } bytes.
error-unavailable = The service is busy right now. Please try again in a few seconds.
error-internal = Sorry, something went wrong on our side; it has been noted. Please try again later.

## Me too

error-need-done = { $number } is done and waits for the verdict, so it cannot be joined any more. If you have it too, just say so.
