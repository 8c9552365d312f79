"""What the settings must say in a demonstration."""

PORT = 8000
MAIL_PORT = 8025


def environment(port: int) -> dict[str, str]:
    """The variables of a demonstration on `port`; two beside each other meet nowhere."""
    return {
        "SANAMOST_DEMO": "1",
        "SANAMOST_ADDRESS": f"http://127.0.0.1:{port}",
        "SANAMOST_SMTP_HOST": "127.0.0.1",
        "SANAMOST_SMTP_PORT": str(MAIL_PORT + port - PORT),
    }
