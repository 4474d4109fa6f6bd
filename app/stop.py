"""Why a command ends early: one sentence for the operator and an exit code."""

WRONG_SETTING = 2


class Stop(Exception):
    """The sentence to print; no trace of the code belongs to it."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
