package org.amarula.sandbox.phone;

/**
 * An account of the sandbox and its phone.
 *
 * @param phone the phone number in digits
 * @param lid the hidden id, digits only
 * @param name the owner's name, which others are shown
 */
public record PhoneAccount(String phone, String lid, String name) {}
