using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>The post office (bưu điện): who comes for the money, and the paid and unpaid lists it reports.</summary>
internal sealed class PostOffice(Chance chance, BankPreset preset)
{
    private const int SureAtLeastOne = 20;
    private static readonly string[] Reasons = ["Không đến nhận", "Đã chết", "Chuyển nơi ở", "Không đến nhận"];

    /// <summary>Advance money not yet paid out or sent back, in đồng.</summary>
    public long Held { get; private set; }

    /// <summary>An advance arrived on the post office's account.</summary>
    public void Receive(long advance) => Held += advance;

    /// <summary>Pays the list out of the advance, as far as people come; a list without money behind it
    /// waits.</summary>
    public void PayOut(PayList list, LocalDate executionDay)
    {
        list.FinalReport = BusinessDays.OnOrAfter(executionDay.PlusDays(preset.PostFinalAfterDays));
        list.InterimReport = BusinessDays.OnOrAfter(executionDay.PlusDays(preset.PostInterimAfterDays));
        list.HasInterimReport = preset.PostInterimAfterDays > 0 && list.InterimReport < list.FinalReport;
        if (list.Total > Held)
            return;
        list.IsCovered = true;
        Held -= list.Total;
        var days = Math.Max(1, Period.DaysBetween(executionDay, list.FinalReport) - 1);
        var unpaid = Uncollected(list);
        foreach (var line in list.Lines)
        {
            if (unpaid.Contains(line.EndToEndId))
                line.Reason = Reasons[chance.Below("reason", line.EndToEndId, Reasons.Length)];
            else
                line.PaidOn = executionDay.PlusDays(PayDay(line, days));
        }
    }

    /// <summary>The reports on a list: people paid until mid-month, then all others with the reasons.</summary>
    public static IEnumerable<BankFile> Reports(Institution post, PayList list)
    {
        if (!list.IsCovered)
            yield break;
        if (list.HasInterimReport)
            yield return Report(post, list, list.InterimReport, list.Lines.Where(l => l.PaidOn <= list.InterimReport));
        var rest = list.HasInterimReport
            ? list.Lines.Where(l => l.PaidOn is null || l.PaidOn > list.InterimReport)
            : list.Lines;
        yield return Report(post, list, list.FinalReport, rest);
    }

    /// <summary>Most people come in the first days: the least of three draws decides.</summary>
    private int PayDay(CashOrder line, int days) => Math.Min(
        chance.Below("pay-day-1", line.EndToEndId, days),
        Math.Min(chance.Below("pay-day-2", line.EndToEndId, days), chance.Below("pay-day-3", line.EndToEndId, days)));

    private HashSet<string> Uncollected(PayList list)
    {
        var count = (int)Math.Round(preset.UncollectedRate * list.Lines.Count, MidpointRounding.AwayFromZero);
        if (count == 0 && preset.UncollectedRate > 0 && list.Lines.Count >= SureAtLeastOne)
            count = 1;
        return list.Lines.Select(l => l.EndToEndId).OrderBy(id => chance.Score("uncollected", id)).Take(count)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static BankFile Report(Institution post, PayList list, LocalDate date, IEnumerable<CashOrder> lines)
    {
        var name = $"PAID-{list.MessageId}-{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.csv";
        return new BankFile(post.Code, name, BankFileKind.PostReport, date.At(new LocalTime(17, 30)), stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(true), -1, leaveOpen: true);
            Write(writer, lines);
        });
    }

    private static void Write(StreamWriter writer, IEnumerable<CashOrder> lines)
    {
        CsvRows.Write(writer, "Mã lệnh", "Trạng thái", "Số tiền", "Ngày chi", "Người ký nhận", "Lý do");
        var count = 0;
        var paid = 0L;
        foreach (var line in lines)
        {
            count++;
            paid += line.PaidOn is null ? 0 : line.Amount;
            var amount = line.Amount.ToString(CultureInfo.InvariantCulture);
            if (line.PaidOn is { } day)
                CsvRows.Write(writer, line.EndToEndId, "ĐÃ CHI", amount, Dotted(day), line.Payee, "");
            else
                CsvRows.Write(writer, line.EndToEndId, "CHƯA CHI", amount, "", "", line.Reason);
        }

        var culture = CultureInfo.InvariantCulture;
        CsvRows.Write(writer, "TỔNG", count.ToString(culture), paid.ToString(culture), "", "", "");
    }

    private static string Dotted(LocalDate day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
