package org.amarula.api.event;

/** What an account tells its consumers. Events of one account arrive in order. */
public sealed interface Event
    permits StateChanged,
        PairingQr,
        PairingCodeIssued,
        PairingCodeEnded,
        Paired,
        MessageReceived,
        MessageUnreadable,
        ReceiptReceived,
        IdentityChanged,
        DeviceRefused,
        DeviceUnverified,
        GroupCreated,
        GroupParticipantsChanged,
        GroupSubjectChanged,
        GroupLeft,
        GroupChanged,
        StanzaRejected,
        ChildRestarted,
        MessageParked,
        OutboxSettled,
        OutboxParked,
        OutboxDropped,
        EventsMissed,
        ListenerHeld,
        InstanceTerminated {}
