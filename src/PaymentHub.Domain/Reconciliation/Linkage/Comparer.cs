namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Compares one left row after the other with any right row, field by field.</summary>
internal sealed class Comparer
{
    private const int MostAccountRows = 400;
    private const int MostAlikeAmounts = 64;

    // Of rows that share words and amount some are one party's habit and some come by chance: shared words are a guess
    // at the party. Measured on recurring payments and on those that are not.
    private const float Habit = 0.6f;

    private readonly LinkSide _left;
    private readonly LinkSide _right;
    private readonly LagField _lags;
    private readonly NameForm[] _leftNames;
    private readonly NameForm[] _rightNames;
    private readonly byte[] _nameLevels;
    private readonly int[] _nameStamp;
    private readonly byte[] _accountLevels;
    private readonly int[] _accountStamp;
    private readonly List<int> _accountRows = [];
    private readonly ILookup<long, int> _rowsOfAmount;
    private int _row;
    private int _visit;
    private float _partU;
    private int _name = -1;
    private int _nameVisit;

    public Comparer(LinkSide left, LinkSide right, TextIndex texts, TextIndex names, AccountField accounts)
    {
        (_left, _right, Texts, Names, Accounts) = (left, right, texts, names, accounts);
        _lags = new LagField(left, right);
        Amounts = new AmountField(left, right, []);
        _nameLevels = new byte[right.Names.Texts.Length];
        _nameStamp = new int[right.Names.Texts.Length];
        _leftNames = [.. left.Names.Written.Select(NameForm.Of)];
        _rightNames = [.. right.Names.Written.Select(NameForm.Of)];
        _rowsOfAmount = Enumerable.Range(0, right.Count).Where(i => right.Amounts[i] >= 0)
            .ToLookup(i => right.Amounts[i]);
        (_accountLevels, _accountStamp) = (new byte[right.Count], new int[right.Count]);
    }

    public TextIndex Texts { get; }

    public TextIndex Names { get; }

    public AccountField Accounts { get; }

    public AmountField Amounts { get; private set; }

    public void Use(IReadOnlyList<FeeRule> rules) => Amounts = new AmountField(_left, _right, rules);

    /// <summary>Makes a left row the current one.</summary>
    public void Begin(int row, LogTables m)
    {
        _row = row;
        Amounts.Begin(_left.Amounts[row]);
        Texts.Begin(_left.Texts.Of[row]);
        m.SetTextZ(_left.Texts.Of[row]);
        if (_left.Names.Of[row] != _name) _nameVisit++;
        _name = _left.Names.Of[row];
        Names.Begin(_name);
        _visit++;
        BeginAccount();
    }

    /// <summary>Right rows whose account may be the current row's.</summary>
    public IReadOnlyList<int> AccountRows => _accountRows;

    /// <summary>
    /// False where amount and days already rule out that a right row comes to so many bits; rows that share text, name
    /// or account are never ruled out.
    /// </summary>
    public bool MayReach(int right, float bits, LogTables m)
    {
        if (_accountStamp[right] == _visit) return true;
        if (Texts.Shared(_right.Texts.Of[right]) > 0 || Names.Shared(_right.Names.Of[right]) > 0) return true;
        var lag = LagField.LagOf(_left.Days[_row], _right.Days[right]);
        var amount = Amounts.Level(_right.Amounts[right]);
        var context = m.LagByAmount ? Amounts.GroupOf(amount) : LagField.WeekdayOf(_left.Days[_row]);
        return m.Amount[amount] - Amounts.LogU(amount, right) + m.Lag[(context * LagField.Levels) + lag]
            - _lags.LogU(lag, right) + Math.Max(m.Sign[1], m.Sign[2]) >= bits;
    }

    /// <summary>Compares the current left row with a right one.</summary>
    public Comparison With(int right)
    {
        var lag = LagField.LagOf(_left.Days[_row], _right.Days[right]);
        var amount = Amounts.Level(_right.Amounts[right]);
        var c = new Comparison
        {
            Left = _row,
            Right = right,
            Lag = (short)lag,
            Weekday = (byte)LagField.WeekdayOf(_left.Days[_row]),
            LagU = _lags.LogU(lag, right),
            Amount = (byte)amount,
            AmountU = Amounts.LogU(amount, right),
            Group = Amounts.GroupOf(amount),
            Sign = SignLevel(right),
        };
        AddText(ref c, _right.Texts.Of[right]);
        if (Accounts.HasAny) AddAccount(ref c);
        // Who has the account has the name: beside an equal account a name proves nothing more.
        if (c.Account != (byte)AccountLevel.Equal) AddName(ref c, _right.Names.Of[right]);
        if (Amounts.IsExact(c.Amount)) Join(ref c);
        return c;
    }

    private void AddText(ref Comparison c, int text)
    {
        if (!Texts.IsTelling(text)) return;
        (c.Text, c.Own) = (Texts.Level(text), _left.Texts.Of[_row]);
        if (c.Text > 1) c.TextU = (float)Math.Log2(Texts.RowsAtLeast(text) / Texts.TellingRows);
    }

    /// <summary>
    /// Rent and wages come every month from the same party in the same amount: there the amount proves no more than
    /// the party does already. Counted are the other right rows that have both.
    /// </summary>
    private void Join(ref Comparison c)
    {
        var amount = _right.Amounts[c.Right];
        if (c.Text > 1 && CountTexts(_right.Texts.Of[c.Right], amount) is > 0 and var texts)
            c.AmountU += Habit * (Math.Max(c.AmountU, Math.Min(0, LogShare(texts) - c.TextU)) - c.AmountU);
        if (c.Account != (byte)AccountLevel.Equal) return;
        var both = 0;
        foreach (var row in _accountRows)
        {
            if (row != c.Right && _right.Amounts[row] == amount && _accountLevels[row] == c.Account) both++;
        }

        if (both > 0) c.AmountU = Math.Max(c.AmountU, Math.Min(0, LogShare(both) - c.AccountU));
    }

    // Where an amount is common in any case, it is independent of who is paid.
    private int CountTexts(int text, long amount)
    {
        var rows = _rowsOfAmount[amount];
        var (shared, both, seen) = (Texts.Shared(text), 0, 0);
        foreach (var row in rows)
        {
            if (++seen > MostAlikeAmounts) return 0;
            if (Texts.Shared(_right.Texts.Of[row]) >= shared) both++;
        }

        return both - 1;
    }

    private void AddName(ref Comparison c, int name)
    {
        var own = _left.Names.Of[_row];
        if (own < 0 || name < 0) return;
        if (Names.Shared(name) <= 0)
        {
            c.Name = (byte)NameLevel.Different;
            return;
        }

        if (_nameStamp[name] != _nameVisit)
        {
            var level = NameLevels.Of(_leftNames[own], _rightNames[name]);
            (_nameStamp[name], _nameLevels[name]) = (_nameVisit, (byte)level);
        }

        c.Name = _nameLevels[name];
        if (c.Name >= (byte)NameLevel.OtherOrder) c.NameU = LogShare(Names.RowsEqual(name));
        else if (c.Name > (byte)NameLevel.Different) c.NameU = LogShare(Names.RowsAtLeast(name));
    }

    // Only the rows that blocking finds can be alike; all other known accounts are different.
    private void BeginAccount()
    {
        _accountRows.Clear();
        var parts = 0;
        var own = _left.Accounts[_row];
        foreach (var right in Accounts.Candidates(own))
        {
            if (_accountStamp[right] == _visit) continue;
            _accountStamp[right] = _visit;
            var level = AccountField.Level(own, _right.Accounts[right]);
            _accountLevels[right] = (byte)level;
            if (level == AccountLevel.Part) parts++;
            if (_accountLevels[right] > (byte)AccountLevel.Different && _accountRows.Count < MostAccountRows)
                _accountRows.Add(right);
        }

        _partU = LogShare(parts);
    }

    private void AddAccount(ref Comparison c)
    {
        if (_left.Accounts[_row].Length == 0 || _right.Accounts[c.Right].Length == 0) return;
        var alike = _accountStamp[c.Right] == _visit ? _accountLevels[c.Right] : (byte)AccountLevel.Different;
        c.Account = alike;
        c.AccountU = alike == (byte)AccountLevel.Part ? _partU : Accounts.LogU((AccountLevel)alike, c.Right);
    }

    private byte SignLevel(int right)
    {
        var product = _left.Signs[_row] * _right.Signs[right];
        return product == 0 ? (byte)0 : product > 0 ? (byte)1 : (byte)2;
    }

    private float LogShare(double rows) => (float)Math.Log2(rows / Math.Max(1, _right.Count));
}
