using System.Runtime.InteropServices;
using System.Xml;
using NodaTime;
using PaymentHub.Seeds.Bank.Counter;
using PaymentHub.Seeds.Bank.Forms;

namespace PaymentHub.Seeds.Bank;

/// <summary>
/// Four paying banks and the post office as one simulation: files in, files out, and its own ledger as the truth to
/// compare with. It shares no code with the service, so that one mistake cannot hide in both.
/// </summary>
/// <remarks>
/// Files received up to a call of <see cref="Statements"/>, <see cref="PostReports"/>, <see cref="Truth"/> or
/// <see cref="HostileFiles"/> form a round. A round is booked once; what arrives later is booked on later days, so a
/// statement never changes after it was handed out.
/// </remarks>
public sealed class SyntheticBank
{
    private readonly BankOptions options;
    private readonly ReceivedFiles received;
    private readonly BankBooks books;
    private readonly HashSet<string> messageIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> endToEndIds = new(StringComparer.Ordinal);
    private readonly List<OrderFile> files = [];
    private readonly List<PayList> lists = [];
    private int wholeBatchesRejected;
    private bool isOpen;

    private SyntheticBank(BankOptions options, ReceivedFiles received)
    {
        this.options = options;
        this.received = received;
        books = new BankBooks(options);
    }

    private Chance Chance => new(options.Seed);

    /// <summary>Opens the bank on a state folder, replaying what it received earlier.</summary>
    /// <exception cref="InvalidDataException">A kept file is no longer what it was.</exception>
    public static SyntheticBank Open(BankOptions options, string stateFolder)
    {
        var received = new ReceivedFiles(stateFolder);
        var bank = new SyntheticBank(options, received);
        foreach (var step in received.Load())
        {
            if (step.IsClose)
            {
                bank.books.Close(bank.files, bank.lists);
                bank.isOpen = false;
                continue;
            }

            using var stream = File.OpenRead(step.Path);
            var receipt = bank.Take(step.Institution!, step.FileName, stream);
            if (receipt.Status == ReceiptStatus.Refused)
                throw new InvalidDataException($"{step.Path}: {string.Join("; ", receipt.Problems)}");
        }

        return bank;
    }

    /// <summary>
    /// Hands a payment file (pain.001 or a list of orders) to a bank, or a pay list (CSV) to the post office.
    /// </summary>
    /// <param name="institution">Code of the institution.</param>
    /// <param name="fileName">The pay list's message id stands in its name.</param>
    /// <param name="bytes">The file.</param>
    public Receipt Receive(string institution, string fileName, ReadOnlyMemory<byte> bytes)
    {
        if (received.Knows(institution, bytes.Span))
            return new Receipt(ReceiptStatus.Duplicate, "", 0, 0, []);
        var whole = MemoryMarshal.TryGetArray(bytes, out var segment)
            ? segment
            : new ArraySegment<byte>(bytes.ToArray());
        using var stream = new MemoryStream(whole.Array!, whole.Offset, whole.Count, writable: false);
        var receipt = Take(institution, fileName, stream);
        if (receipt.Status != ReceiptStatus.Refused)
            received.Add(institution, fileName, bytes.Span);
        return receipt;
    }

    /// <summary>A status report for every payment file received.</summary>
    public IEnumerable<BankFile> Statuses() => files.Select(file =>
    {
        var writer = new StatusWriter(file, StyleOf(file.Bank), options.Preset.CompletedStatuses);
        return new BankFile(file.Bank.Code, $"PAIN002-{file.MessageId}.xml", BankFileKind.Status,
            file.ExecutionDay.At(new LocalTime(9, 30)), writer.Write);
    });

    /// <summary>All statements of all payer accounts, by bank and day.</summary>
    public IEnumerable<BankFile> Statements()
    {
        CloseRound();
        return books.Ledgers.SelectMany(l => l.Statements.Select(s => StatementForms.File(l.Form, s)));
    }

    /// <summary>The post office's reports on every pay list that an advance covers.</summary>
    public IEnumerable<BankFile> PostReports()
    {
        CloseRound();
        return options.Institutions.Post is { } post ? lists.SelectMany(l => PostOffice.Reports(post, l)) : [];
    }

    /// <summary>
    /// All files in the order in which they reach the counter, each with what a careful receiver does with it: the
    /// scenario's faults of delivery on top of what the banks booked.
    /// </summary>
    public IReadOnlyList<Delivery> Deliveries(BankScenario scenario)
    {
        CloseRound();
        return new DeliveryPlan(scenario).Of([.. Statuses()], books.Ledgers, [.. PostReports()]);
    }

    /// <summary>Files that a careful receiver refuses, made from one of the statements; none without
    /// statements.</summary>
    public IEnumerable<HostileFile> HostileFiles()
    {
        CloseRound();
        return Hostility.Of(books.Ledgers);
    }

    /// <summary>What was booked, and what a correct reconciliation must find.</summary>
    public BankTruth Truth()
    {
        CloseRound();
        return new BankTruth(options, files, lists, books);
    }

    internal static BankFile StatementFile(params IReadOnlyList<DailyStatement> statements) =>
        StatementForms.File(StatementForm.Camt053, statements);

    private void CloseRound()
    {
        if (!isOpen)
            return;
        books.Close(files, lists);
        received.AddClose();
        isOpen = false;
    }

    private Receipt Take(string code, string fileName, Stream stream)
    {
        if (!options.Institutions.TryFind(code, out var institution))
            return Refusal("", $"unknown institution {code}");
        try
        {
            return institution.IsPost
                ? TakePayList(fileName, stream)
                : TakeOrders(IsXml(stream)
                    ? Pain001Reader.Read(institution, stream)
                    : OrderListReader.Read(institution, stream));
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException
            or System.Text.DecoderFallbackException or NodaTime.Text.UnparsableValueException
            or ArgumentOutOfRangeException)
        {
            return Refusal("", $"FF01 {e.Message}");
        }
    }

    private Receipt TakePayList(string fileName, Stream stream)
    {
        var list = PayListReader.Read(fileName, stream);
        if (Duplicate(list.MessageId, list.Lines.Select(l => l.EndToEndId)) is { } refusal)
            return refusal;
        lists.Add(list);
        isOpen = true;
        return new Receipt(ReceiptStatus.Accepted, list.MessageId, list.Lines.Count, list.Total, []);
    }

    private static bool IsXml(Stream stream)
    {
        Span<byte> first = stackalloc byte[4];
        var read = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        var mark = System.Text.Encoding.UTF8.Preamble;
        return (read.StartsWith(mark) ? read[mark.Length..] : read).StartsWith("<"u8);
    }

    private Receipt TakeOrders(OrderFile file)
    {
        var institution = file.Bank;
        if (Duplicate(file.MessageId, file.Payments.Select(p => p.EndToEndId)) is { } refusal)
            return refusal;
        file.ExecutionDay = books.LedgerOf(institution).FirstOpenDay(file.Batches.Min(b => b.ExecutionDate));
        file.RejectedWhole = OrderCheck.RefusalOf(file);
        // Where statements have no place for the number of a batch, its payments are booked one by one.
        if (!options.Preset.FormOf(institution).NamesBatches())
            file.Batches.ForEach(b => b.BatchBooking = false);
        foreach (var payment in file.Payments)
        {
            payment.IsAdvance = payment.Account == options.Institutions.Post?.Account;
            payment.IsFund = options.Institutions.IsFundAccount(payment.Account);
        }

        RejectionPlan.Apply(Chance, options.Preset, file);
        RejectWholeBatch(file);
        files.Add(file);
        isOpen = true;
        var status = file.RejectedWhole is null ? ReceiptStatus.Accepted : ReceiptStatus.Rejected;
        return new Receipt(status, file.MessageId, file.Payments.Count(), file.Payments.Sum(p => p.Amount),
            file.RejectedWhole is { } code ? [code] : []);
    }

    private void RejectWholeBatch(OrderFile file)
    {
        if (file.RejectedWhole is not null || wholeBatchesRejected >= options.Preset.RejectWholeBatches)
            return;
        var batch = file.Batches.Where(b => b.Payments.Count > 1 && b.Payments.All(p => p.IsOrdinary))
            .MinBy(b => Chance.Score("reject-batch", b.PaymentInformationId));
        if (batch is null)
            return;
        RejectionPlan.RejectBatch(batch, "AG01");
        wholeBatchesRejected++;
    }

    /// <summary>
    /// A message id or order number that is known with other content. A report with RJCT would name the living
    /// message and kill it, so the file is turned away at the counter instead.
    /// </summary>
    private Receipt? Duplicate(string messageId, IEnumerable<string> ids)
    {
        if (messageIds.Contains(messageId))
            return Refusal(messageId, "DU01 message id was used before");
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (endToEndIds.Contains(id) || !own.Add(id))
                return Refusal(messageId, $"DU04 end-to-end id {id} was used before");
        }

        messageIds.Add(messageId);
        endToEndIds.UnionWith(own);
        return null;
    }

    private StatusStyle StyleOf(Institution bank) =>
        (StatusStyle)(options.Institutions.All.TakeWhile(i => i != bank).Count() % 3);

    private static Receipt Refusal(string messageId, string problem) =>
        new(ReceiptStatus.Refused, messageId, 0, 0, [problem]);
}
