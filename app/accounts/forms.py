"""Forms of the desk: sign in, change the password."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.accounts.rules import MAX_PASSWORD, MIN_PASSWORD


class SignInForm(FlaskForm):
    """Name and password. next: path to open afterwards."""

    login = StringField("登录名", [InputRequired("请填写登录名"), Length(max=64)])
    password = PasswordField("密码", [InputRequired("请填写密码"), Length(max=MAX_PASSWORD)])
    next = HiddenField()


class PasswordForm(FlaskForm):
    """The old password once, the new one twice."""

    old = PasswordField("旧密码", [InputRequired("请填写旧密码"), Length(max=MAX_PASSWORD)])
    new = PasswordField(
        "新密码",
        [
            InputRequired("请填写新密码"),
            Length(MIN_PASSWORD, MAX_PASSWORD, f"密码要 {MIN_PASSWORD} 到 {MAX_PASSWORD} 个字符"),
        ],
    )
    again = PasswordField("再输一遍新密码", [EqualTo("new", "两次输入的新密码不一样")])
