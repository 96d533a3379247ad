namespace PaymentHub.Seeds.Province;

/// <summary>Writes the budget allotments (dự toán) of 2026, one per commune, programme and source.</summary>
internal static class Allotments
{
    public const string Header = "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định";

    private const long Million = 1_000_000;

    /// <summary>
    /// Every fund holds what November needs and a margin of 30 %, in whole millions, at least 20 million. The largest
    /// social-pension funds are left short where asked for.
    /// </summary>
    public static IReadOnlyList<ShortFundTruth> Write(string path, Workshop workshop, Tally tally)
    {
        var shortOnes = workshop.Communes.OrderByDescending(commune => tally.Needed(commune.Code, "HTXH", "TINH"))
            .Take(workshop.Options.ShortFunds).Select(commune => commune.Code).ToHashSet();
        var left = new List<ShortFundTruth>();
        using var file = new CsvFile(path, Header);
        var number = 0;
        foreach (var commune in workshop.Communes)
        {
            foreach (var (programme, source) in
                Tally.Programmes.SelectMany(p => Tally.SourcesOf(p).Select(s => (p, s))))
            {
                var needed = tally.Needed(commune.Code, programme, source);
                var amount = Math.Max(20 * Million, ((needed * 13 / 10 / Million) + 1) * Million);
                if (programme == "HTXH" && shortOnes.Contains(commune.Code))
                {
                    amount = needed * 6 / 10;
                    left.Add(new ShortFundTruth(commune.Code, programme, amount, needed));
                }

                file.Write(commune.Code, programme, source, "2026", VietnameseText.Number(amount),
                    $"{VietnameseText.Number(100 + ++number)}/QĐ-UBND");
            }
        }

        return left;
    }
}
