using Marten;
using NodaTime;
using PaymentHub.BankFormats.Pain001;
using PaymentHub.BankFormats.PostOffice;
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
    public static async Task Handle(
        ProduceFile message, IDocumentSession session, RawFiles files, ReferenceData reference, IClock clock,
        CancellationToken cancellation)
    {
        session.LastModifiedBy = message.ByUser;
        var stream = await session.Events.FetchForWriting<InstructionFile>(
            InstructionFile.IdOf(message.MessageId), cancellation);
        var file = stream.Aggregate ?? throw new InvalidOperationException($"{message.MessageId} was never ordered.");
        if (file.Produced is not null || file.Ordered is not { } order) return;
        var payments = await InstructedPayments.ReadAsync(
            session, message.MessageId, order.Batches, cancellation);
        if (payments.Count == 0) return;
        var now = clock.GetCurrentInstant();
        var institution = reference.Institutions[order.Institution];
        var bytes = order.Kind == InstructionKind.PayList
            ? PayListBytes(order, payments)
            : TransferBytes(order, payments, institution, reference);
        var name = order.Kind == InstructionKind.PayList
            ? $"PAYLIST-{order.MessageId}.csv"
            : $"PAIN001-{order.MessageId}.xml";
        var sum = payments.Sum(p => p.Amount);
        stream.AppendOne(new FileProduced(
            now, order.MessageId, order.Kind, order.Institution, order.Period, name,
            await files.KeepAsync(bytes, cancellation), payments.Count, sum, null, null));
        if (order.Kind == InstructionKind.PayList)
        {
            await OrderAdvanceAsync(session, files, reference, order, sum, now, cancellation);
        }
    }

    private static byte[] TransferBytes(
        ReleaseOrdered order, List<InstructedPayment> payments, Institution from, ReferenceData reference)
    {
        var batches = payments.GroupBy(p => p.PaymentInformationId).Select(g => new Pain001Batch
        {
            PaymentInformationId = g.Key,
            BatchBooking = from.BatchBooking,
            RequestedExecutionDate = order.ExecutionDate,
            DebtorName = from.AccountName,
            DebtorAccount = from.Account,
            DebtorBic = from.Bic,
            Count = g.Count(),
            ControlSum = g.Sum(p => p.Amount).Dong,
            Payments = g.Select(p => TransferOf(p, order.Period)),
        }).ToList();
        return Written(stream => Pain001Writer.Write(stream, new Pain001File(
            order.MessageId, order.At.InZone(HubClock.Zone).ToOffsetDateTime(), from.AccountName, batches)));
    }

    // Nothing in a bank's file tells programme or group: those may reveal health.
    private static Pain001Payment TransferOf(InstructedPayment p, YearMonth period) => new(
        p.EndToEndId, p.Amount.Dong, p.BankBin!, p.HolderName!, p.Account!, Remittance(p.EndToEndId, period));

    private static string Remittance(string endToEndId, YearMonth period) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{endToEndId} CHI TRA AN SINH XA HOI T{period.Month:00}/{period.Year}");

    private static byte[] PayListBytes(ReleaseOrdered order, List<InstructedPayment> payments) =>
        Written(stream => PayListWriter.Write(stream, new PayList(
            order.MessageId, payments.Count, payments.Sum(p => p.Amount).Dong,
            payments.Select(p => new PayListLine(
                p.EndToEndId, p.Dossier, p.PersonName, p.BirthYear, p.Commune, p.Amount.Dong, p.PayeeName,
                $"Chi trả an sinh xã hội kỳ {order.Period.Month:00}/{order.Period.Year}")))));

    private static async Task OrderAdvanceAsync(
        IDocumentSession session, RawFiles files, ReferenceData reference, ReleaseOrdered list, Money sum, Instant now,
        CancellationToken cancellation)
    {
        var post = reference.Institutions[list.Institution];
        var from = reference.Institutions[post.AdvanceFrom!];
        var messageId = InstructionFile.MessageIdOf("advance", from.Code, [InstructionFile.IdOf(list.MessageId)]);
        var endToEndId = EndToEndId.FromHash(Keys.HashOf("advance", list.MessageId));
        var bytes = Written(stream => Pain001Writer.Write(stream, new Pain001File(
            messageId, list.At.InZone(HubClock.Zone).ToOffsetDateTime(), from.AccountName,
            [
                new Pain001Batch
                {
                    PaymentInformationId = messageId,
                    BatchBooking = false,
                    RequestedExecutionDate = list.ExecutionDate,
                    DebtorName = from.AccountName,
                    DebtorAccount = from.Account,
                    DebtorBic = from.Bic,
                    Count = 1,
                    ControlSum = sum.Dong,
                    Payments =
                    [
                        new Pain001Payment(
                            endToEndId, sum.Dong, post.Bin, post.AccountName, post.Account,
                            $"{endToEndId} TAM UNG CHI TRA {list.MessageId}", Pain001Purpose.GovernmentPayment),
                    ],
                },
            ])));
        var produced = new FileProduced(
            now, messageId, InstructionKind.Advance, from.Code, list.Period, $"PAIN001-{messageId}.xml",
            await files.KeepAsync(bytes, cancellation), 1, sum, list.MessageId, endToEndId);
        session.Events.StartStream<InstructionFile>(InstructionFile.IdOf(messageId), produced);
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
