using System.Globalization;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// What is wrong with a workbook or with the form of its cells; the content of the cells is the rows'
/// matter.
/// </summary>
public static class WorkbookRules
{
    public const string Unreadable = "WORKBOOK_UNREADABLE";
    public const string LegacyFormat = "WORKBOOK_LEGACY_FORMAT";
    public const string Encrypted = "WORKBOOK_ENCRYPTED";
    public const string TooLarge = "WORKBOOK_TOO_LARGE";
    public const string SeveralSheets = "WORKBOOK_SEVERAL_SHEETS";
    public const string CellError = "CELL_ERROR";
    public const string CellNotCalculated = "CELL_NOT_CALCULATED";
    public const string CellIsNumber = "CELL_IS_NUMBER";

    /// <summary>The finding of one cell, or of the file (row 1, no column).</summary>
    public static RowFinding Finding(string rule, string valueClass, int row = 1, string column = "")
    {
        var (vi, en) = Texts(rule);
        return new RowFinding(row, column, rule, Severity.Error, valueClass, vi, en);
    }

    /// <summary>A finding of the file that ends its reading.</summary>
    public static WorkbookRefusedException Refuse(string rule, string valueClass) => new(Finding(rule, valueClass));

    /// <summary>A count as a class of value: "3 sheets".</summary>
    public static string Counted(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}");

    private static (string Vi, string En) Texts(string rule) => rule switch
    {
        LegacyFormat => (
            "Tệp Excel đời cũ (.xls) không dùng được. Hãy lưu lại thành .xlsx hoặc CSV UTF-8 rồi nộp lại.",
            "The old Excel format (.xls) is not taken. Save the file as .xlsx or CSV UTF-8 and send it again."),
        Encrypted => (
            "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu mở tệp rồi nộp lại.",
            "The file is protected by a password and cannot be read. Remove the password and send it again."),
        TooLarge => (
            "Bảng tính giải nén ra quá lớn, quá nhiều phần, quá nhiều dòng hoặc cột. Hãy chia tệp hoặc dùng CSV.",
            "The workbook unpacks to too much: too many bytes, parts, rows or columns. Split it or send CSV."),
        SeveralSheets => (
            "Tệp có nhiều trang tính chứa dữ liệu nên không biết trang nào là danh sách. Hãy chỉ để lại một trang.",
            "Several sheets hold data, so it is unclear which is the list. Keep only one."),
        CellError => (
            "Ô chứa lỗi của bảng tính (#N/A, #REF!, …). Hãy sửa công thức hoặc nhập giá trị.",
            "The cell holds a spreadsheet error (#N/A, #REF!, …). Mend the formula or enter the value."),
        CellNotCalculated => (
            "Ô có công thức nhưng chưa có kết quả tính. Hãy mở tệp trong bảng tính, tính lại và lưu.",
            "The cell has a formula without a calculated result. Open the file in a spreadsheet, recalculate, save."),
        CellIsNumber => (
            "Ô là số nên các số 0 ở đầu có thể đã mất. Hãy định dạng cột là văn bản và nhập lại từ giấy tờ.",
            "The cell is a number, so leading zeros may be lost. "
                + "Format the column as text and enter it from the paper."),
        _ => (
            "Không đọc được bảng tính: tệp hỏng hoặc không phải .xlsx. Hãy lưu lại thành .xlsx hoặc CSV UTF-8.",
            "The workbook cannot be read: it is damaged or no .xlsx. Save it again as .xlsx or CSV UTF-8."),
    };
}

/// <summary>Ends the reading of a workbook with one finding of the whole file.</summary>
public sealed class WorkbookRefusedException(RowFinding finding) : Exception(finding.TextEn)
{
    public RowFinding Finding { get; } = finding;
}
