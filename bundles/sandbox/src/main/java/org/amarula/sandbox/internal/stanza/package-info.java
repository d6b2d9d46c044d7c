/** What happens with each kind of stanza that is no request. */
package org.amarula.sandbox.internal.stanza;
