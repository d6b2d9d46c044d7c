/** Which web version is the newest (spec/transport.md 3.5). */
package org.amarula.connection.internal.version;
