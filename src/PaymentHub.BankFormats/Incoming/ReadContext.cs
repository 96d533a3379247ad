namespace PaymentHub.BankFormats.Incoming;

/// <summary>Says where the entry being read stands; asked only where something is found.</summary>
internal interface IEntryPlace
{
    string OfEntry();
}

/// <summary>
/// What a reader of one file gathers: findings, statements, counts and exact sums. Rules that are the same in every
/// format (currency, whole đồng, limits) are applied here.
/// </summary>
internal sealed class ReadContext
{
    private const int LikeRemarks = 20;

    private readonly Action<IncomingStatement?, IncomingEntry>? _stage;
    private IncomingStatement? _foreign;
    private bool _foreignSaid;
    private long _markersBefore;
    private long _entriesBefore;
    private int _kept;

    public ReadContext(InspectionOptions options, Action<IncomingStatement?, IncomingEntry>? stage)
    {
        (Options, _stage) = (options, stage);
        Findings = new FindingList(Limits.MaxFindings, options.IsStrict ? Strictly : null, LikeRemarks);
    }

    public InspectionOptions Options { get; }

    public ReadLimits Limits => Options.Limits;

    public FindingList Findings { get; }

    /// <summary>What the file turned out to be, such as <c>camt.053.001.08</c>.</summary>
    public string Format { get; set; } = "unknown";

    public List<IncomingStatement> Statements { get; } = [];

    /// <summary>What messages of statuses say of whole messages and batches.</summary>
    public List<IncomingAnswer> Answers { get; } = [];

    /// <summary>The senders' ids of the messages of the file.</summary>
    public List<string> MessageIds { get; } = [];

    public EntryTotals Totals { get; } = new();

    /// <summary>Entries accounted for.</summary>
    public long Entries { get; private set; }

    /// <summary>Transaction details (<c>TxDtls</c>) read.</summary>
    public long Details { get; set; }

    /// <summary>Entry markers counted in the bytes.</summary>
    public long RawMarkers { get; private set; }

    /// <summary>Entries of the file that is being read, where several came in one package.</summary>
    public long EntriesOfPart => Entries - _entriesBefore;

    /// <summary>
    /// Whether every amount so far could be read. Where one was refused, a sum that differs is no second fault.
    /// </summary>
    public bool KnowsAmounts => !HasRefusedRows && !Findings.LacksAmountsSince(0);

    /// <summary>A row of no known kind was refused: whether it was an entry, nobody can say.</summary>
    public bool HasRefusedRows { get; set; }

    /// <summary>The bytes of the entry that is being finished; asked once for each.</summary>
    public Func<RawEntry> Raw { get; set; } = () => RawEntry.None;

    /// <summary>Number that the next entry gets.</summary>
    public int NextEntryNo => (int)Entries + 1;

    public IncomingStatement Begin(int line)
    {
        CountKept(line);
        var statement = new IncomingStatement(Statements.Count + 1, line) { FindingsBefore = Findings.Count };
        Statements.Add(statement);
        return statement;
    }

    /// <summary>Takes the sender's id of a message; none where it has none.</summary>
    public void AddMessageId(string? id)
    {
        if (id is null) return;
        CountKept(0);
        MessageIds.Add(id);
    }

    /// <summary>
    /// Counts what is kept in memory until the file has been read: statements, messages, answers about batches.
    /// </summary>
    public void CountKept(int line)
    {
        if (++_kept > Limits.MaxHeadingsPerFile)
            throw Findings.Stop(
                line, "", FileReason.LimitExceeded,
                $"Vượt giới hạn: nhiều hơn {Limits.MaxHeadingsPerFile} sổ phụ, thông điệp và lô.",
                $"Limit exceeded: more than {Limits.MaxHeadingsPerFile} statements, messages and batches.");
    }

    /// <summary>The next file of a package begins.</summary>
    public void BeginPart() => (_markersBefore, _entriesBefore) = (RawMarkers, Entries);

    /// <summary>Takes the markers in the bytes of the file that is being read.</summary>
    public void CountMarkers(long markers) => RawMarkers = _markersBefore + markers;

    /// <summary>Checks, counts and hands out one entry.</summary>
    public void Add(
        IncomingStatement? statement, IncomingEntry entry, bool isDebit, IEntryPlace place, bool exchanged = false)
    {
        if (++Entries > Limits.MaxEntriesPerFile)
            throw Findings.Stop(
                entry.Line, place.OfEntry(), FileReason.LimitExceeded,
                $"Vượt giới hạn: nhiều hơn {Limits.MaxEntriesPerFile} bút toán.",
                $"Limit exceeded: more than {Limits.MaxEntriesPerFile} entries.");
        CheckCurrency(statement, entry.Currency, entry.Line, place, exchanged);
        if (entry.Amount.Scale > 0) CheckWhole(entry.Amount, entry.Currency, entry.Line, place.OfEntry());
        Totals.Add(entry.Amount, isDebit);
        if (statement is not null)
        {
            statement.FirstEntryCurrency ??= entry.Currency.Length > 0 ? entry.Currency : null;
            statement.All.Add(entry.Amount, isDebit);
            if (entry.IsBooked) statement.Booked.Add(entry.Amount, isDebit);
        }

        _stage?.Invoke(statement, entry);
    }

    /// <summary>Đồng have no fraction; three digits after the point may be a Vietnamese thousands group.</summary>
    public void CheckWhole(ExactAmount amount, string? currency, int line, string where)
    {
        const int ThousandsGroupDigits = 3;
        if (currency != Currencies.Ledger) return;
        if (amount.Scale == ThousandsGroupDigits)
            Findings.Add(new FileFinding(
                line, where, FileReason.BadAmount,
                $"Số tiền {amount} đồng không rõ: ba chữ số sau dấu thập phân có thể là nhóm hàng nghìn.",
                $"{amount} đồng is ambiguous: three digits after the point may be a thousands group."));
        else if (!amount.IsWhole)
            Findings.Add(new FileFinding(
                line, where, FileReason.Currency, $"Số tiền {amount} đồng có phần lẻ; sổ cái chỉ ghi đồng nguyên.",
                $"{amount} đồng is not whole; the ledger keeps whole đồng.", Verdict.Hold));
    }

    /// <summary>An amount of another currency than its entry's must still be of a currency that there is.</summary>
    public void CheckKnown(string currency, int line, string where)
    {
        if (!Currencies.IsKnown(currency)) RefuseUnknown(currency, line, where);
    }

    public void Remark(int line, string where, string vietnamese, string english, string rule = FileReason.Schema) =>
        Findings.Add(new FileFinding(line, where, rule, vietnamese, english, Verdict.Accept));

    public void Refuse(int line, string where, string rule, string vietnamese, string english) =>
        Findings.Add(new FileFinding(line, where, rule, vietnamese, english));

    /// <summary>Compares the markers in the bytes with the entries read: nothing is lost silently.</summary>
    public void CheckMarkers(string marker)
    {
        if (RawMarkers == Entries || HasRefusedRows) return;
        Refuse(
            0, marker, FileReason.ControlMismatch,
            $"Trong tệp có {RawMarkers} dấu {marker} nhưng chỉ đọc được {Entries} bút toán.",
            $"The bytes hold {RawMarkers} markers {marker} but {Entries} entries were read.");
    }

    private void CheckCurrency(
        IncomingStatement? statement, string currency, int line, IEntryPlace place, bool exchanged)
    {
        var account = statement?.Currency;
        if (currency == Currencies.Ledger && (account is null || account == Currencies.Ledger)) return;
        var where = place.OfEntry();
        if (!Currencies.IsKnown(currency))
        {
            if (currency.Length > 0) RefuseUnknown(currency, line, where);
            return;
        }

        if (account is not null && account != currency) ReportOther(account, currency, line, where, exchanged);
        if (currency != Currencies.Ledger) HoldForeign(statement, currency, line, where);
    }

    /// <summary>
    /// A whole statement whose currency is not that of the ledger, not known, or contradicted is held, also where it
    /// has no entries.
    /// </summary>
    public void CheckAccountCurrency(IncomingStatement statement, string path)
    {
        var currency = statement.Currency;
        if (string.IsNullOrEmpty(currency))
        {
            if (statement.All.Count > 0)
                Hold(
                    statement.Line, path + "/Ccy", "Không rõ loại tiền của sổ phụ.",
                    "The statement names no currency.");
            return;
        }

        if (!Currencies.IsKnown(currency))
        {
            if (!Findings.Has(FileReason.BadCurrency)) RefuseUnknown(currency, statement.Line, path + "/Ccy");
            return;
        }

        if (currency != Currencies.Ledger) HoldForeign(statement, currency, statement.Line, path + "/Ccy");
        if (statement.DeclaredCurrency is { Length: > 0 } declared && declared != currency)
            Hold(
                statement.Line, path + "/Acct/Ccy", $"Tài khoản ghi {declared} nhưng số dư ghi {currency}.",
                $"The account is said to be in {declared}, its balance is in {currency}.");
    }

    private void RefuseUnknown(string currency, int line, string where) => Refuse(
        line, where, FileReason.BadCurrency, $"Không có loại tiền «{Xml.XmlShown.Of(currency)}» (ISO 4217).",
        $"There is no currency \"{Xml.XmlShown.Of(currency)}\" (ISO 4217).");

    private void Hold(int line, string where, string vietnamese, string english) =>
        Findings.Add(new FileFinding(line, where, FileReason.Currency, vietnamese, english, Verdict.Hold));

    private void HoldForeign(IncomingStatement? statement, string currency, int line, string where)
    {
        if (_foreignSaid && ReferenceEquals(_foreign, statement)) return;
        (_foreign, _foreignSaid) = (statement, true);
        Findings.Add(new FileFinding(
            line, where, FileReason.Currency,
            $"Loại tiền {currency}: sổ cái chỉ ghi đồng Việt Nam, nên tệp được tạm giữ.",
            $"Currency {currency}: the ledger keeps đồng only, so the file is held.", Verdict.Hold));
    }

    private void ReportOther(string account, string currency, int line, string where, bool exchanged)
    {
        // In a đồng account an entry of another currency is an error unless the bank shows the exchange; accounts in
        // other currencies are held whole anyway, and some banks list such entries there on purpose.
        var isError = account == Currencies.Ledger && !exchanged;
        Findings.Add(new FileFinding(
            line, where, isError ? FileReason.BadCurrency : FileReason.Currency,
            $"Loại tiền {currency} khác loại tiền của tài khoản ({account}).",
            $"Currency {currency} differs from the account's ({account}).", isError ? Verdict.Reject : Verdict.Hold));
    }

    // A remark on form refuses a file under a strict profile, a missing proof holds it; a batch that lists fewer
    // transactions than it declares stays a remark.
    private static FileFinding Strictly(FileFinding finding)
    {
        if (finding.Effect != Verdict.Accept) return finding;
        return finding.Rule switch
        {
            FileReason.Schema or FileReason.BadEncoding => finding with { Effect = Verdict.Reject },
            FileReason.Balance => finding with { Effect = Verdict.Hold },
            _ => finding,
        };
    }
}
