@rem The npm scripts begin with exec, so that a signal reaches the command and no shell in between. cmd has no exec.
@%*
