package org.amarula.sandbox.report;

/**
 * What a simulated phone did with a QR or link code.
 *
 * @param phone the account's phone number in digits
 * @param lid the account's hidden id, digits only
 * @param device the device id given to the companion
 * @param name the name of the account's owner
 */
public record Scan(String phone, String lid, int device, String name) {}
