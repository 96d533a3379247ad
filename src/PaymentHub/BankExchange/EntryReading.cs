using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>Reads a file of an institution as a stream: what it is, what it holds, and what is wrong with it.</summary>
internal static class EntryReading
{
    // Comparing with a schema costs half as much again as reading. Longer files are the daily statements of a bank
    // whose form was tried before; a strict profile compares them all the same.
    private const long MostBytesForSchema = 16 << 20;

    /// <summary>
    /// Reads the file. Its movements are handed to <paramref name="staged"/> while it is being read and are worth
    /// something only when the verdict is known; a file's first hundred thousand are kept in memory, if it has no more.
    /// </summary>
    public static ReadBankFile Read(
        FileContent content, Institution sender, IReadOnlyList<string> sends, BankTableProfiles tables,
        string fileName, string sha256, Action<StagedEntry>? staged = null, CancellationToken stop = default)
    {
        using var bytes = content.Open();
        var cash = sender.IsPost ? new CashReportChecks(fileName) : null;
        using var stage = new EntryStage(sender.IsPost, cash?.Reported, staged);
        Action<TakenEntry> take = cash is null ? stage.Take : taken =>
        {
            cash.Take(taken.Entry);
            stage.Take(taken);
        };
        var found = InTwo(bytes, OptionsOf(sender, tables, bytes) with { Sha256 = sha256 }, take, stop);
        var format = FormatOf(found.Format, sender);
        List<FileFinding> extra =
        [
            .. FileControls.Check(found, format, sender, sends, stage.HasUndated),
            .. format == BankFileFormat.CashReport ? cash!.Findings : [],
        ];
        var statements = format is BankFileFormat.Statement ? StatementsOf(found, sender, stage) : [];
        var isWhole = found.StatementsRead.All(s => s.Currency is Currencies.Ledger);
        return new ReadBankFile(
            format, new FileReading(
                found.Format, found.MessageIds.Count > 0 ? found.MessageIds[0] : null, stage.Content.Finish(found),
                found.RawMarkers, found.Entries, isWhole ? DongOf(found.CreditSum) : null,
                isWhole ? DongOf(found.DebitSum) : null),
            With(found.Outcome, extra), InPasses(stage.Entries), statements, found.Answers, stage.Lines)
        {
            IsKept = !stage.IsOverfull,
            IsDated = stage.IsDated,
            LacksBalances = statements.Length > 0
                && found.StatementsRead.Any(s => s.Opening is null && s.Closing is null),
            AcceptsUnlisted = tables.RuleOf(sender.Code).AcceptsUnlisted,
            Days = [.. stage.Days.Select(d => d with { Account = AccountWritten.Of(d.Account, sender) })],
            OriginalMessageId = format == BankFileFormat.CashReport
                ? cash!.MessageId
                : found.Answers.Select(a => a.OriginalMessageId).FirstOrDefault(),
        };
    }

    private static InspectionOptions OptionsOf(Institution sender, BankTableProfiles tables, Stream bytes) =>
        (tables.OptionsFor(sender.Code) ?? new InspectionOptions()) with
        {
            ChecksSchema = bytes.CanSeek && bytes.Length <= MostBytesForSchema,
        };

    private static StatementFacts[] StatementsOf(Inspection found, Institution sender, EntryStage stage)
    {
        var isIso = found.Format.StartsWith("camt.", StringComparison.Ordinal);
        return [.. found.StatementsRead.Select(s => FactsOf(s, sender, stage, isIso))];
    }

    // Reading is the longest part of the gate, so that a thread does nothing else; a second one makes ledger's entries.
    private static Inspection InTwo(
        Stream bytes, InspectionOptions options, Action<TakenEntry> take, CancellationToken stop)
    {
        var pipe = new BlockPipe<TakenEntry>(stop);
        var taking = BlockPipe.OnItsOwnThread(() => pipe.EmptyInto(take));
        try
        {
            return pipe.Fill(() => FileInspector.Inspect(
                bytes, options,
                (statement, entry) => pipe.Add(new TakenEntry(statement?.No, statement?.Account, entry))));
        }
        finally
        {
            // Whatever happens, nothing of this file is touched any more when this returns.
            taking.GetAwaiter().GetResult();
        }
    }

    private static BankFileFormat FormatOf(string type, Institution sender)
    {
        var isTable = type is "CSV" or "XLSX" or "FIXED";
        if (isTable && sender.IsPost) return BankFileFormat.CashReport;
        if (isTable || type is "MT940" or "BAI2") return BankFileFormat.Statement;
        if (type is "MT942") return BankFileFormat.Notification;
        const int KindLength = 8;
        return (type.Length < KindLength ? type : type[..KindLength]) switch
        {
            "camt.053" => BankFileFormat.Statement,
            "camt.052" or "camt.054" => BankFileFormat.Notification,
            "pain.002" or "pacs.002" or "camt.029" => BankFileFormat.StatusReport,
            "pacs.004" or "pacs.008" => BankFileFormat.Notice,
            _ => BankFileFormat.Unsupported,
        };
    }

    // Ids of MT940, BAI2 and tables repeat from day to day; without a number only the day tells such statements apart.
    private static StatementFacts FactsOf(IncomingStatement s, Institution sender, EntryStage stage, bool isIso)
    {
        var to = s.To ?? s.Closing?.Date ?? stage.LastDay(s) ?? s.From;
        var (sequence, page) = SequenceOf(s.Sequence);
        var isNumbered = sequence is not (null or 0);
        var id = s.Id is not null && (isIso || isNumbered) ? s.Id : $"{s.Id}@{to?.ToString("uuuu-MM-dd", null)}";
        var (opening, closing) = BalancesOf(s);
        if ((page ?? s.Page) is > 1 and var no) id += $"/{no}";
        return new StatementFacts(
            AccountWritten.Of(s.Account ?? "", sender), id, isNumbered ? sequence : null, s.From ?? s.Opening?.Date,
            to, DongOf(opening) ?? Money.Zero, DongOf(closing) ?? Money.Zero);
    }

    // A balance that the bank does not give follows from the other one and the entries between them, so that the next
    // statement can be seen to follow; a statement without both is held.
    private static (ExactAmount Opening, ExactAmount Closing) BalancesOf(IncomingStatement s) =>
        (s.Opening?.Amount, s.Closing?.Amount) switch
        {
            ({ } opening, { } closing) => (opening, closing),
            ({ } opening, null) => (opening, opening + s.Booked.Net),
            (null, { } closing) => (closing - s.Booked.Net, closing),
            _ => (ExactAmount.Zero, s.Booked.Net),
        };

    private static (long? Number, long? Page) SequenceOf(string? text)
    {
        if (text is null) return (null, null);
        var parts = text.Split('/', 2);
        return (
            long.TryParse(parts[0], out var number) ? number : null,
            parts.Length > 1 && long.TryParse(parts[1], out var page) ? page : null);
    }

    // References first: an entry that names its payment must not lose it to one that only fits by account and amount.
    private static List<BankEntry> InPasses(List<BankEntry> entries) =>
        [.. entries.OrderBy(e => e.EndToEndId is null && e.BatchBooking is null ? 1 : 0).ThenBy(e => e.No)];

    private static Money? DongOf(ExactAmount amount) => amount.TryToDong(out var dong) ? new Money(dong) : null;

    /// <summary>The judgement with what else was found.</summary>
    internal static FileOutcome With(FileOutcome outcome, IReadOnlyList<FileFinding> extra)
    {
        if (extra.Count == 0) return outcome;
        FileFinding[] all = [.. outcome.Findings, .. extra];
        return outcome with
        {
            Findings = all,
            Verdict = all.Max(f => f.Effect),
            Reasons =
            [
                .. all.Where(f => f.Effect != Verdict.Accept).OrderByDescending(f => f.Effect).Select(f => f.Rule)
                    .Distinct(),
            ],
        };
    }
}
