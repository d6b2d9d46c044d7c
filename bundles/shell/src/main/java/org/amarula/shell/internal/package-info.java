/** The Gogo commands of scope {@code amarula}: one class each, over the API only. */
package org.amarula.shell.internal;
