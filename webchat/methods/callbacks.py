"""Answers to pressed buttons."""

from aiogram import methods
from sqlalchemy import bindparam, update

from webchat.errors import bad_request
from webchat.methods.base import Call, Method
from webchat.server import now
from webchat.store import touch
from webchat.tables import callbacks

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_ANSWER_SECONDS = 15 * 60
_MAX_TEXT = 200
_answer = (
    update(callbacks)
    .where(
        callbacks.c.callback_id == bindparam("id_"),
        callbacks.c.bot_id == bindparam("bot"),
        callbacks.c.answered_at == 0,
        callbacks.c.created_at >= bindparam("since"),
    )
    .values(
        answered_at=bindparam("at_"),
        text=bindparam("text_"),
        show_alert=bindparam("alert_"),
        url=bindparam("url_"),
    )
    .returning(callbacks.c.chat_id)
)
_number = (
    update(callbacks).where(callbacks.c.callback_id == bindparam("id_")).values(version=bindparam("version_"))
)


async def _answer_callback_query(call: Call, m: methods.AnswerCallbackQuery) -> bool:
    """Answer a pressed button once, within 15 minutes."""
    if m.text is not None and len(m.text) > _MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    values = {"id_": m.callback_query_id, "bot": call.bot.id, "since": now() - _ANSWER_SECONDS}
    values |= {"at_": now(), "text_": m.text, "alert_": m.show_alert is True, "url_": m.url}
    async with call.server.engine.begin() as connection:
        row = (await connection.execute(_answer, values)).first()
        if row is None:
            raise bad_request(_TOO_OLD)
        slot = await touch(connection, call.bot.id, row.chat_id)
        await connection.execute(_number, {"id_": m.callback_query_id, "version_": slot.version})
    call.server.hub.wake((call.bot.id, row.chat_id))
    return True


METHODS = {"answerCallbackQuery": Method(methods.AnswerCallbackQuery, _answer_callback_query)}
