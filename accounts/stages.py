from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):
    """Awaits a code without standing in the way of another sign-up or sign-in.

    Who signed up with a known address gets no code, and must still be able to sign in.
    """

    def is_resumable(self, request):
        return False


class LoginByCodeStage(stages.LoginByCodeStage):
    """Awaits a code; who finds the password in the meantime may sign in with it."""

    def is_resumable(self, request):
        return False
