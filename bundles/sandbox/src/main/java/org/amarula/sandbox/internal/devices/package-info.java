/** Accounts, their devices and how both are addressed. */
package org.amarula.sandbox.internal.devices;
