"""Forms of the desk: sign in, change the password, give a telephone number."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.accounts.rules import MAX_PASSWORD, MIN_PASSWORD
from app.words import say


class SignInForm(FlaskForm):
    """Name and password. next: path to open afterwards."""

    login = StringField(say("登录名"), [InputRequired(say("请填写登录名")), Length(max=64)])
    password = PasswordField(
        say("密码"), [InputRequired(say("请填写密码")), Length(max=MAX_PASSWORD)]
    )
    next = HiddenField()


class TelephoneForm(FlaskForm):
    """The person's own number."""

    phone = StringField(say("电话"), [Length(max=32)])


class PasswordForm(FlaskForm):
    """The old password once, the new one twice."""

    old = PasswordField(
        say("旧密码"), [InputRequired(say("请填写旧密码")), Length(max=MAX_PASSWORD)]
    )
    new = PasswordField(
        say("新密码"),
        [
            InputRequired(say("请填写新密码")),
            Length(
                MIN_PASSWORD,
                MAX_PASSWORD,
                say("密码要 {0} 到 {1} 个字符", MIN_PASSWORD, MAX_PASSWORD),
            ),
        ],
    )
    again = PasswordField(say("再输一遍新密码"), [EqualTo("new", say("两次输入的新密码不一样"))])
