using Marten;
using NodaTime;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>Every batch of the release is done: fix the file's bytes.</summary>
public sealed record ProduceFile(string MessageId, string ByUser);

/// <summary>
/// Writes the file of a release. Its content follows from the released payments alone, so running again gives the same
/// bytes and the stream's first event wins. A pay list also orders the advance from which the post office pays.
/// </summary>
public static class ProduceFileHandler
{
    public static async Task<IEnumerable<object>> Handle(
        ProduceFile message, IDocumentSession session, RawFiles files, ReferenceData reference, BankProfiles profiles,
        IFileSeal seal, IClock clock, CancellationToken cancellation)
    {
        session.LastModifiedBy = message.ByUser;
        var stream = await session.Events.FetchForWriting<InstructionFile>(
            InstructionFile.IdOf(message.MessageId), cancellation);
        var state = stream.Aggregate ?? throw new InvalidOperationException($"{message.MessageId} was never ordered.");
        if (state.Produced is not null || state.Ordered is not { } order) return [];
        var payments = await InstructedPayments.ReadAsync(
            session, message.MessageId, order.Batches, cancellation);
        if (payments.Count == 0) return [];
        var now = clock.GetCurrentInstant();
        var profile = profiles.OutgoingOf(order.Institution);
        var file = await WrittenAsync(
            InstructionOf(order, payments, reference), profile, order.Institution, seal, cancellation);
        stream.AppendOne(new FileProduced(
            now, order.MessageId, order.Kind, order.Institution, order.Period, file.Name,
            await files.KeepAsync(file.Bytes, cancellation), payments.Count, payments.Sum(p => p.Amount), null, null,
            file.Format));
        if (order.Kind != InstructionKind.PayList) return [new DeliverFile(order.MessageId)];
        var advance = await AdvanceAsync(
            order, payments.Sum(p => p.Amount), files, reference, profiles, seal, now, cancellation);
        session.Events.StartStream<InstructionFile>(InstructionFile.IdOf(advance.MessageId), advance);
        return [new DeliverFile(order.MessageId), new DeliverFile(advance.MessageId)];
    }

    // Nothing in a bank's file tells programme or group: those may reveal health.
    private static PaymentInstruction InstructionOf(
        ReleaseOrdered order, List<InstructedPayment> payments, ReferenceData reference)
    {
        var from = reference.Institutions[order.Institution];
        return Instruction(order.MessageId, order, from, [
            .. payments.Select(p => new PaymentOrder
            {
                EndToEndId = p.EndToEndId,
                AmountDong = p.Amount.Dong,
                Purpose = p.IsFund ? OrderPurpose.Fund : OrderPurpose.Benefit,
                BatchId = p.PaymentInformationId,
                ValueDate = order.ExecutionDate,
                Debtor = DebtorOf(from),
                Creditor = order.Kind == InstructionKind.PayList ? null : CreditorOf(
                    p.BankBin!, p.HolderName!, p.Account!, reference),
                Cash = order.Kind == InstructionKind.PayList
                    ? new CashPayee(p.Dossier, p.PersonName, p.BirthYear, p.Commune, p.PayeeName)
                    : null,
            }),
        ]);
    }

    private static string AdvanceId(ReleaseOrdered list, ReferenceData reference) => InstructionFile.MessageIdOf(
        "advance", reference.Institutions[list.Institution].AdvanceFrom!, [InstructionFile.IdOf(list.MessageId)]);

    private static async Task<FileProduced> AdvanceAsync(
        ReleaseOrdered list, Money sum, RawFiles files, ReferenceData reference, BankProfiles profiles, IFileSeal seal,
        Instant now, CancellationToken cancellation)
    {
        var post = reference.Institutions[list.Institution];
        var from = reference.Institutions[post.AdvanceFrom!];
        var messageId = AdvanceId(list, reference);
        var advance = new PaymentOrder
        {
            EndToEndId = EndToEndId.FromHash(Keys.HashOf("advance", list.MessageId)),
            AmountDong = sum.Dong,
            Purpose = OrderPurpose.Advance,
            BatchId = messageId,
            ValueDate = list.ExecutionDate,
            Debtor = DebtorOf(from),
            Creditor = CreditorOf(post.Bin, post.AccountName, post.Account, reference),
        };
        var instruction = Instruction(messageId, list, from, [advance]) with
        {
            BatchBooking = false,
            CoveredMessageId = list.MessageId,
        };
        var file = await WrittenAsync(instruction, profiles.OutgoingOf(from.Code), from.Code, seal, cancellation);
        return new FileProduced(
            now, messageId, InstructionKind.Advance, from.Code, list.Period, file.Name,
            await files.KeepAsync(file.Bytes, cancellation), 1, sum, list.MessageId, advance.EndToEndId, file.Format);
    }

    private static PaymentInstruction Instruction(
        string messageId, ReleaseOrdered order, Institution from, IReadOnlyList<PaymentOrder> orders) => new()
        {
            MessageId = messageId,
            CreatedAt = order.At.InZone(HubClock.Zone).ToOffsetDateTime(),
            InitiatingParty = from.AccountName,
            Period = order.Period,
            BatchBooking = from.BatchBooking,
            Orders = orders,
        };

    private static DebtorAccount DebtorOf(Institution from) => new(from.AccountName, from.Account, from.Bic);

    private static CreditorAccount CreditorOf(string bin, string holder, string account, ReferenceData reference) =>
        new(bin, reference.BankBics.GetValueOrDefault(bin), reference.BankBins.GetValueOrDefault(bin), holder, account);

    // The release shared its batches out over files that the institution takes, so one file holds them all.
    private static async Task<(string Name, byte[] Bytes, string Format)> WrittenAsync(
        PaymentInstruction instruction, OutgoingProfile profile, string institution, IFileSeal seal,
        CancellationToken cancellation)
    {
        var file = OutgoingFiles.Compose(instruction, profile) is [var only]
            ? only
            : throw new InvalidOperationException(
                $"{instruction.MessageId} does not fit one file of {profile.Code}: its limits changed after the "
                + "order.");
        using var stream = new MemoryStream();
        file.Write(stream);
        var (name, bytes) = await seal.SealAsync(institution, file.FileName, stream.ToArray(), cancellation);
        return (name, bytes, file.Format);
    }
}
