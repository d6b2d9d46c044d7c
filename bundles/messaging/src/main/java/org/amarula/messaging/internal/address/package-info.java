/** PN and LID of one user: the mapping, its migration, and custody by user. */
package org.amarula.messaging.internal.address;
