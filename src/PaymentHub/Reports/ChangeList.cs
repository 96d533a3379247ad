using NodaTime;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// Increases and decreases against the list of the month before (danh sách tăng, giảm): every dossier that differs with
/// its reason; the month before plus the effects is this month.
/// </summary>
internal sealed class ChangeList(ReferenceData reference, ProgrammeNames programmes)
{
    private static readonly ListColumn[] Columns =
    [
        new("STT", 4), new("Mã hồ sơ", 12), new("Họ và tên", 17), new("Chương trình", 17),
        new("Tháng trước (đồng)", 10, IsNumber: true), new("Tháng này (đồng)", 10, IsNumber: true),
        new("Tăng (đồng)", 10, IsNumber: true), new("Giảm (đồng)", 10, IsNumber: true), new("Lý do", 20),
    ];

    public OfficialList Make(ListAsked asked, CommuneChanges changes, Instant madeAt)
    {
        var items = changes.Items.Where(i => asked.Programme is null || i.Programme == asked.Programme)
            .OrderBy(i => Math.Sign(-i.Effect)).ThenBy(i => i.Programme, StringComparer.Ordinal)
            .ThenBy(i => i.Dossier, StringComparer.Ordinal).ThenBy(i => i.Part, StringComparer.Ordinal).ToList();
        var sums = changes.Sums.Where(s => asked.Programme is null || s.Key == asked.Programme).ToList();
        var (before, after) = (sums.Sum(s => s.Value.Before), sums.Sum(s => s.Value.After));
        var (up, down) = (items.Sum(i => Math.Max(0, i.Effect)), items.Sum(i => Math.Max(0, -i.Effect)));
        if (before + up - down != after)
            throw new InvalidOperationException($"The changes of commune {asked.Commune} do not add up.");
        var bridge = $"Danh sách tháng {ListWords.Month(asked.Month.PlusMonths(-1))}: {ListWords.Dong(before)} đồng; "
            + $"tăng {ListWords.Dong(up)} đồng; giảm {ListWords.Dong(down)} đồng; danh sách tháng "
            + $"{ListWords.Month(asked.Month)}: {ListWords.Dong(after)} đồng.";
        return ListOf(
            asked, [.. items.Select((item, i) => RowOf(item, i + 1, asked))], [bridge, ListWords.InWords(after)],
            new ListTotal("CỘNG TĂNG, GIẢM", 6, [ListWords.Dong(up), ListWords.Dong(down), ""]), madeAt);
    }

    private OfficialList ListOf(
        ListAsked asked, string[][] rows, string[] notes, ListTotal total, Instant madeAt)
    {
        var commune = reference.Communes[asked.Commune];
        return new OfficialList
        {
            FileName = ListFiles.NameOf("tang-giam", asked),
            Agency = ListWords.AgencyOf(commune),
            Place = ListWords.PlaceOf(commune),
            Title = "DANH SÁCH TĂNG, GIẢM ĐỐI TƯỢNG THỤ HƯỞNG",
            Subtitle =
            [
                $"Tháng {ListWords.Month(asked.Month)} so với tháng {ListWords.Month(asked.Month.PlusMonths(-1))}"
                + (asked.Programme is { } code ? $" - {programmes.Vietnamese(code)}" : ""),
            ],
            Columns = Columns,
            Rows = rows,
            Totals = [total],
            Notes = notes,
            Signatures = ListFiles.TwoSign,
            MadeAt = madeAt,
            Footer = ListFiles.FooterOf(asked),
            IsLandscape = true,
        };
    }

    private string[] RowOf(ChangeItem item, int number, ListAsked asked) =>
    [
        ListWords.Dong(number), item.Dossier, ListWords.Name(item.FullName, asked.Full),
        programmes.Vietnamese(item.Programme), ListWords.Dong(item.Before), ListWords.Dong(item.After),
        item.Effect > 0 ? ListWords.Dong(item.Effect) : "", item.Effect < 0 ? ListWords.Dong(-item.Effect) : "",
        item.CauseVi is null ? item.ReasonVi : $"{item.ReasonVi}: {item.CauseVi}",
    ];
}
