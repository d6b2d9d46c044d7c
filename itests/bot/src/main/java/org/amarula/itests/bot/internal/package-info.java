/** A bot as its author writes it: one component, no framework in the code that thinks. */
package org.amarula.itests.bot.internal;
