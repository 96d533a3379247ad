namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Expectation and maximisation without labels. The probability of a pair takes its rivals into account: a row has at
/// most one partner, so what a better pair explains is not explained twice (belief propagation on the bipartite graph
/// of candidates). From those probabilities follow the chances m of the levels, and so on until they hold still.
/// </summary>
internal sealed class Learning
{
    private const int Passes = 8;
    private const double Pseudo = 1;
    private const double ContextWeight = 60;
    private const double MostMatched = 0.97;
    private const double Still = 0.0001;

    private readonly Comparison[] _pairs;
    private readonly int[] _leftStart;
    private readonly int[] _rightStart;
    private readonly int[] _rightOrder;
    private readonly double[] _weight;
    private readonly double[] _toLeft;
    private readonly double[] _toRight;
    private readonly int _rows;
    private readonly int _lefts;
    private readonly int _rights;
    private readonly Missed? _missed;
    private readonly double[] _aloneLeft;
    private readonly double[] _aloneRight;

    /// <summary>
    /// Prepares the candidates of a number of left rows, which may be a sample, among so many rows of each side, and
    /// what was drawn besides to tell how many partners are not among them.
    /// </summary>
    public Learning(Comparison[] pairs, int rows, int lefts, int rights, Missed? missed = null)
    {
        (_pairs, _rows, _lefts, _rights, _missed) = (pairs, rows, lefts, rights, missed);
        (_aloneLeft, _aloneRight) = (new double[lefts], new double[rights]);
        _leftStart = Starts(pairs, lefts, p => p.Left);
        _rightStart = Starts(pairs, rights, p => p.Right);
        _rightOrder = [.. Enumerable.Range(0, pairs.Length).OrderBy(i => pairs[i].Right).ThenBy(i => i)];
        (_weight, _toLeft, _toRight) = (new double[pairs.Length], new double[pairs.Length], new double[pairs.Length]);
        Probability = new double[pairs.Length];
        LogOdds = new double[pairs.Length];
    }

    /// <summary>The probability of each pair under the last model.</summary>
    public double[] Probability { get; }

    /// <summary>The evidence of each pair with the prior, without rivals, in bits.</summary>
    public double[] LogOdds { get; }

    /// <summary>
    /// Improves the model until the number of matched rows holds still, at most so many times, and leaves the
    /// probabilities under the result.
    /// </summary>
    public void Improve(LinkModel model, int most)
    {
        var before = -1.0;
        for (var i = 0; i < most && Math.Abs(model.Matched - before) > Still; i++)
        {
            before = model.Matched;
            Expect(model);
            Maximise(model);
        }

        Expect(model);
    }

    /// <summary>The probabilities under a model.</summary>
    public void Expect(LinkModel model)
    {
        var logs = model.Logs();
        var prior = PriorBits(model.Matched);
        for (var i = 0; i < _pairs.Length; i++)
        {
            LogOdds[i] = _pairs[i].Bits(logs) + prior;
            _weight[i] = Math.Exp(Math.Min(LogOdds[i], 60) * Math.Log(2));
        }

        SetAlone(model.Matched, logs);
        Array.Copy(_weight, _toLeft, _weight.Length);
        for (var pass = 0; pass < Passes; pass++) Exchange();
        for (var i = 0; i < _pairs.Length; i++)
        {
            // Both messages hold the pair's own weight once; it counts once.
            var odds = _toLeft[i] / _weight[i] * _toRight[i];
            Probability[i] = odds / (1 + odds);
        }
    }

    // To stand alone among the candidates is to have no partner, or one that is not among them.
    private void SetAlone(double matched, LogTables logs)
    {
        Array.Fill(_aloneLeft, 1);
        Array.Fill(_aloneRight, 1);
        if (_missed is null) return;
        var share = Math.Clamp(matched, 0.01, MostMatched);
        var (left, right) = _missed.Shares(logs);
        var fromRight = share * _lefts / Math.Max(1, _rights - Math.Min(share * _lefts, MostMatched * _rights));
        for (var l = 0; l < _lefts; l++) _aloneLeft[l] += share / (1 - share) * left[_missed.KindOfLeft(l)];
        for (var r = 0; r < _rights; r++) _aloneRight[r] += fromRight * right[_missed.KindOfRight(r)];
    }

    // Left rows whose partner is likely not among the candidates.
    private double NotKept()
    {
        var total = 0.0;
        for (var l = 0; l < _lefts; l++)
        {
            if (_leftStart[l] == _leftStart[l + 1] && _rows < _lefts) continue;
            var sum = _aloneLeft[l];
            for (var i = _leftStart[l]; i < _leftStart[l + 1]; i++) sum += _toLeft[i];
            total += (_aloneLeft[l] - 1) / sum;
        }

        return total;
    }

    /// <summary>
    /// Bits of a pair before any evidence: the odds of having a partner, against the unmatched rows of the other side.
    /// Matched rows are rivals in their own pairs and are not counted here again.
    /// </summary>
    private double PriorBits(double matched)
    {
        var expected = Math.Min(matched * _rows, MostMatched * Math.Min(_rows, _rights));
        var share = Math.Clamp(expected / _rows, 0.01, MostMatched);
        var left = Math.Max(_rights - expected, (1 - MostMatched) * _rights);
        return Math.Log2(share / (1 - share)) - Math.Log2(Math.Max(1, left));
    }

    // What a row offers a pair is the pair's weight less what the row's other pairs ask for.
    private void Exchange()
    {
        for (var l = 0; l < _lefts; l++)
        {
            var sum = _aloneLeft[l];
            for (var i = _leftStart[l]; i < _leftStart[l + 1]; i++) sum += _toLeft[i];
            for (var i = _leftStart[l]; i < _leftStart[l + 1]; i++)
                _toRight[i] = _weight[i] / Math.Max(_aloneLeft[l], Without(l, i, sum));
        }

        for (var r = 0; r < _rights; r++)
        {
            var sum = _aloneRight[r];
            for (var k = _rightStart[r]; k < _rightStart[r + 1]; k++) sum += _toRight[_rightOrder[k]];
            for (var k = _rightStart[r]; k < _rightStart[r + 1]; k++)
            {
                var i = _rightOrder[k];
                var rest = sum - _toRight[i];
                if (rest < 1e-6 * sum) rest = Rest(r, i);
                _toLeft[i] = _weight[i] / Math.Max(_aloneRight[r], rest);
            }
        }
    }

    // A difference of nearly equal sums loses its digits; then the others are added up again.
    private double Without(int left, int pair, double sum)
    {
        var rest = sum - _toLeft[pair];
        if (rest >= 1e-6 * sum) return rest;
        rest = _aloneLeft[left];
        for (var i = _leftStart[left]; i < _leftStart[left + 1]; i++)
        {
            if (i != pair) rest += _toLeft[i];
        }

        return rest;
    }

    private double Rest(int right, int pair)
    {
        var rest = _aloneRight[right];
        for (var k = _rightStart[right]; k < _rightStart[right + 1]; k++)
        {
            if (_rightOrder[k] != pair) rest += _toRight[_rightOrder[k]];
        }

        return rest;
    }

    private void Maximise(LinkModel model)
    {
        var (amount, lag) = (new double[model.Amount.Length], new double[model.Lag.Length]);
        var (text, name) = (new double[model.Text.Length], new double[model.Name.Length]);
        var (account, sign) = (new double[model.Account.Length], new double[model.Sign.Length]);
        var total = 0.0;
        for (var i = 0; i < _pairs.Length; i++)
        {
            var (p, c) = (Probability[i], _pairs[i]);
            total += p;
            amount[c.Amount] += p;
            lag[c.LagAt(model.LagByAmount)] += p;
            text[c.Text] += p;
            name[c.Name] += p;
            account[c.Account] += p;
            sign[c.Sign] += p;
        }

        model.Matched = (total + NotKept()) / _rows;
        (model.Amount, model.Lag) = (Chances(amount, AmountField.Missing, 0.05), Lags(lag));
        (model.Text, model.Name) = (TextChances(text, model), Chances(name, 0, Pseudo));
        (model.Account, model.Sign) = (Chances(account, 0, Pseudo), Chances(sign, 0, Pseudo));
    }

    // Levels that a text does not have are none that it missed: each level is compared with what could be expected.
    private double[] TextChances(double[] counts, LinkModel model)
    {
        if (model.Kinds.Length == 0) return Chances(counts, 0, Pseudo);
        var (scale, mass) = (new TextScale(model.Text, model.Kinds), new double[model.Kinds.Length / counts.Length]);
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i].Text > 0) mass[_pairs[i].Own] += Probability[i];
        }

        var expected = new double[counts.Length];
        for (var text = 0; text < mass.Length; text++)
        {
            if (mass[text] <= 0) continue;
            var share = mass[text] / scale.Of(text);
            for (var level = 1; level < counts.Length; level++)
                expected[level] += share * model.Text[level] * model.Kinds[(text * counts.Length) + level];
        }

        return LinkModel.Kept(Chances(
            [.. counts.Select((c, l) => model.Text[l] * (c + Pseudo) / (expected[l] + Pseudo))], 0, 0));
    }

    private static double[] Chances(double[] counts, int missing, double pseudo)
    {
        var sum = counts.Sum() - counts[missing] + (pseudo * (counts.Length - 1));
        return [.. counts.Select((c, i) => i == missing ? 0 : (c + pseudo) / sum)];
    }

    /// <summary>Each context's lags, drawn to those of all where there are few.</summary>
    private static double[] Lags(double[] counts)
    {
        var all = new double[LagField.Levels];
        for (var i = 0; i < counts.Length; i++) all[i % LagField.Levels] += counts[i];
        all = Chances(all, LagField.Missing, 0.5);
        var lags = new double[counts.Length];
        for (var w = 0; w < LagField.Contexts; w++)
        {
            var from = w * LagField.Levels;
            var sum = ContextWeight;
            for (var i = 0; i < LagField.Missing; i++) sum += counts[from + i];
            for (var i = 0; i < LagField.Missing; i++)
                lags[from + i] = (counts[from + i] + (ContextWeight * all[i])) / sum;
        }

        return lags;
    }

    /// <summary>
    /// Lets the days depend on the kind of amount where that tells more than the weekday does: by the information (in
    /// nats, less what chance gives to that many cells) that either has about the days of matched pairs.
    /// </summary>
    public void ChooseContext(LinkModel model)
    {
        model.LagByAmount = Information(c => c.Group) > Information(c => c.Weekday);
        Maximise(model);
    }

    private double Information(Func<Comparison, int> context)
    {
        var counts = new double[LagField.Contexts, LagField.Missing];
        var (rows, columns, total) = (new double[LagField.Contexts], new double[LagField.Missing], 0.0);
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i].Lag == LagField.Missing) continue;
            var (w, p) = (context(_pairs[i]), Probability[i]);
            counts[w, _pairs[i].Lag] += p;
            rows[w] += p;
            columns[_pairs[i].Lag] += p;
            total += p;
        }

        var found = 0.0;
        for (var w = 0; w < LagField.Contexts; w++)
        {
            for (var lag = 0; lag < LagField.Missing; lag++)
            {
                var n = counts[w, lag];
                if (n > 0) found += n * Math.Log(n * total / rows[w] / columns[lag]);
            }
        }

        return found - ((rows.Count(r => r > 1) - 1) * (columns.Count(c => c > 1) - 1) / 2.0);
    }

    private static int[] Starts(Comparison[] pairs, int rows, Func<Comparison, int> of)
    {
        var starts = new int[rows + 1];
        foreach (var pair in pairs) starts[of(pair) + 1]++;
        for (var i = 0; i < rows; i++) starts[i + 1] += starts[i];
        return starts;
    }
}
