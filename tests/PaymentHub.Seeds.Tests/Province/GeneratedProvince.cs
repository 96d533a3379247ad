using System.Globalization;
using System.Text;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Tests;

/// <summary>A province in a temporary folder of its own, removed when the test is done.</summary>
internal sealed class GeneratedProvince : IDisposable
{
    private GeneratedProvince(ProvinceOptions options) => Files = SyntheticProvince.Generate(options);

    public ProvinceFiles Files { get; }

    public ProvinceTruth Truth => Files.Truth;

    public static GeneratedProvince FromPreset(string preset, Func<ProvinceOptions, ProvinceOptions>? change = null)
    {
        var options = ProvinceOptions.FromPreset(preset, Directory.CreateTempSubdirectory("province-").FullName);
        try
        {
            return new GeneratedProvince(change is null ? options : change(options));
        }
        catch
        {
            Directory.Delete(options.OutputFolder, recursive: true);
            throw;
        }
    }

    public IReadOnlyList<RegisterRow> Register() => Read(Files.Register);

    public static IReadOnlyList<RegisterRow> Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        string[]? header = null;
        var rows = new List<RegisterRow>();
        foreach (var record in CsvText.Records(reader))
        {
            if (header is null)
                header = record;
            else
                rows.Add(new RegisterRow(header.Zip(record).ToDictionary(cell => cell.First, cell => cell.Second)));
        }

        return rows;
    }

    public void Dispose() => Directory.Delete(Files.Folder, recursive: true);
}

/// <summary>One row of a file by its Vietnamese headers.</summary>
internal sealed record RegisterRow(IReadOnlyDictionary<string, string> Cells)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public string this[string column] => Cells[column];

    public string Dossier => Cells["Mã hồ sơ"];
    public string Id => Cells["Số định danh cá nhân"];
    public string Name => Cells["Họ và tên"];
    public string Born => Cells["Ngày sinh"];
    public string Programme => Cells["Chương trình"];
    public string Group => Cells["Nhóm đối tượng"];
    public string Commune => Cells["Mã xã"];
    public string Account => Cells["Mã ngân hàng thụ hưởng"] + "/" + Cells["Số tài khoản"];
    public bool ToSelf => Cells["Người nhận"] == "Bản thân";
    public bool Transfer => Cells["Hình thức chi trả"] == "Chuyển khoản";
    public long Paid => Cells["Mức đã chi (đ/tháng)"] is { Length: > 0 } text ? long.Parse(text, Plain) : 0;

    /// <summary>Months counted from year 0, or null when the cell is empty.</summary>
    public int? Month(string column) => Cells[column] is { Length: 7 } text
        ? MonthNumber(text)
        : null;

    /// <summary>Months from year 0 of text that is or ends in MM/yyyy.</summary>
    public static int MonthNumber(string text) =>
        (int.Parse(text[^4..], Plain) * 12) + int.Parse(text[^7..^5], Plain) - 1;
}
