namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// An exact sum of many amounts. Those of one scale that fit a machine word, which nearly all do, are gathered in one,
/// since arithmetic of 128 bits for every entry takes a tenth of the reading.
/// </summary>
internal struct RunningSum
{
    // Neither two of these nor their sum leave the word.
    private const long MostGathered = long.MaxValue / 4;

    private ExactAmount _before;
    private long _gathered;
    private int _scale;

    public readonly ExactAmount Total => _before + new ExactAmount(_gathered, _scale);

    public void Add(in ExactAmount amount)
    {
        if (TryWord(amount, out var units)) _gathered += units;
        else _before += amount;
    }

    public void Subtract(in ExactAmount amount)
    {
        if (TryWord(amount, out var units)) _gathered -= units;
        else _before -= amount;
    }

    private bool TryWord(in ExactAmount amount, out long units)
    {
        if (!amount.TryWord(out units) || units is > MostGathered or < -MostGathered) return false;
        if (amount.Scale == _scale && _gathered is <= MostGathered and >= -MostGathered) return true;
        (_before, _gathered, _scale) = (Total, 0, amount.Scale);
        return true;
    }
}
