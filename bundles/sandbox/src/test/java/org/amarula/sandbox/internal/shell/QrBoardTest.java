package org.amarula.sandbox.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Instant;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.junit.jupiter.api.Test;

class QrBoardTest {
  private final QrBoard board = new QrBoard();
  private final Connection alice =
      (Connection)
          Proxy.newProxyInstance(
              QrBoardTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> Profile.of("alice"));

  @Test
  void theNewestCodeOfAProfileIsKept() {
    board.onEvent(alice, StateChanged.to(ConnectionState.PAIRING));
    board.onEvent(alice, new PairingQr("old", Instant.EPOCH));
    board.onEvent(alice, new PairingQr("new", Instant.EPOCH));

    assertThat(board.await("alice", 0)).isEqualTo("new");
  }

  @Test
  void aCodeDiesWithItsConnection() {
    board.onEvent(alice, new PairingQr("code", Instant.EPOCH));
    board.onEvent(alice, StateChanged.lost(new DisconnectReason.ServerClosed(), Instant.EPOCH));

    assertThatThrownBy(() -> board.await("alice", 0)).hasMessageContaining("'alice'");
  }
}
