/** Single stanzas: ids, questions and their answers, acknowledgements, signs of life. */
package org.amarula.connection.internal.stanza;
