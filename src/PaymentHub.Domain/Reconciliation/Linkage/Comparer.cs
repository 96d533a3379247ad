namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Compares one left row after the other with any right row, field by field.</summary>
internal sealed class Comparer
{
    private readonly LinkSide _left;
    private readonly LinkSide _right;
    private readonly LagField _lags;
    private readonly byte[] _nameLevels;
    private readonly int[] _nameStamp;
    private int _row;
    private int _nameVisit;

    public Comparer(LinkSide left, LinkSide right, TextIndex texts, TextIndex names, AccountField accounts)
    {
        (_left, _right, Texts, Names, Accounts) = (left, right, texts, names, accounts);
        _lags = new LagField(left, right);
        Amounts = new AmountField(right, []);
        _nameLevels = new byte[right.Names.Texts.Length];
        _nameStamp = new int[right.Names.Texts.Length];
    }

    public TextIndex Texts { get; }

    public TextIndex Names { get; }

    public AccountField Accounts { get; }

    public AmountField Amounts { get; private set; }

    public void Use(IReadOnlyList<FeeRule> rules) => Amounts = new AmountField(_right, rules);

    /// <summary>Makes a left row the current one.</summary>
    public void Begin(int row)
    {
        _row = row;
        Amounts.Begin(_left.Amounts[row]);
        Texts.Begin(_left.Texts.Of[row]);
        Names.Begin(_left.Names.Of[row]);
        _nameVisit++;
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
            AmountU = Amounts.LogU(amount),
            Sign = SignLevel(right),
        };
        AddText(ref c, _right.Texts.Of[right]);
        AddName(ref c, _right.Names.Of[right]);
        if (Accounts.HasAny) AddAccount(ref c);
        return c;
    }

    /// <summary>The level of shared text: unknown, nothing, then by how much of the less telling text is shared.</summary>
    private static byte TextLevel(double containment) => containment switch
    {
        <= 0 => 1,
        < 0.15 => 2,
        < 0.3 => 3,
        < 0.45 => 4,
        < 0.6 => 5,
        < 0.8 => 6,
        < 0.95 => 7,
        _ => 8,
    };

    private void AddText(ref Comparison c, int text)
    {
        if (!Texts.IsTelling(text)) return;
        c.Text = TextLevel(Texts.Containment(text));
        if (c.Text > 1) c.TextU = LogShare(Texts.RowsAtLeast(text));
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
            var level = NameLevels.Of(_left.Names.Written[own], _right.Names.Written[name]);
            (_nameStamp[name], _nameLevels[name]) = (_nameVisit, (byte)level);
        }

        c.Name = _nameLevels[name];
        if (c.Name > (byte)NameLevel.Different) c.NameU = LogShare(Names.RowsAtLeast(name));
    }

    private void AddAccount(ref Comparison c)
    {
        var level = AccountField.Level(_left.Accounts[_row], _right.Accounts[c.Right]);
        c.Account = (byte)level;
        c.AccountU = Accounts.LogU(level, c.Right);
    }

    private byte SignLevel(int right)
    {
        var product = _left.Signs[_row] * _right.Signs[right];
        return product == 0 ? (byte)0 : product > 0 ? (byte)1 : (byte)2;
    }

    private float LogShare(int rows) => (float)Math.Log2((double)rows / Math.Max(1, _right.Count));
}
