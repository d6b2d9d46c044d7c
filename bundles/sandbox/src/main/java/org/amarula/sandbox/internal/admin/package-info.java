/** The HTTP admin, JSON in and out. */
package org.amarula.sandbox.internal.admin;
