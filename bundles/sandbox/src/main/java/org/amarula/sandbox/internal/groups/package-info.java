/** Groups: who is in them, what is set in them, and how they are asked for and told. */
package org.amarula.sandbox.internal.groups;
