/**
 * The kit for authors of bots: the real client, a sandbox server beside it in the same process, and
 * contacts that are scripted. {@link org.amarula.testing.BotKit} is where it begins, and {@link
 * org.amarula.testing.junit.AmarulaExtension} gives it to tests.
 */
package org.amarula.testing;
