/**
 * Other implementations of the Signal protocol, each behind a function from the name of a scenario
 * and a text to an operation that can be run again and again. They know nothing of ours, so that
 * they can live in class loaders of their own.
 */
package org.amarula.peers;
