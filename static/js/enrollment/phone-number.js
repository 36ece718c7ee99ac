/** A telephone number as the rules accept it (template-semantics.md 2): mobile, or with an area code. */
export const PHONE = /^(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$/;
