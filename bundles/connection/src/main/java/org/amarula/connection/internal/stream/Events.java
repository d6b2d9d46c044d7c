package org.amarula.connection.internal.stream;

import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.socket.SocketEvents;

/** Posts what the socket tells to the lane, and does nothing else on the socket's threads. */
final class Events implements SocketEvents {
  private final Lane lane;
  private Session session; // set and read on the lane only

  Events(Lane lane) {
    this.lane = lane;
  }

  void tell(Session listening) {
    lane.assertCurrent();
    session = listening;
  }

  @Override
  public void opened() {
    lane.post(() -> session.opened());
  }

  @Override
  public void received(byte[] message) {
    lane.post(() -> session.received(message));
  }

  @Override
  public void closed(DisconnectReason reason) {
    lane.post(() -> session.closed(reason));
  }
}
