namespace PaymentHub.BankFormats;

/// <summary>The finding that a declared number differs from the counted one; it always shows both.</summary>
internal static class ControlMismatch
{
    public static FileFinding Of(
        int line, string where, string vietnamese, string english, Int128 declared, Int128 found, Verdict effect)
        => new(
        line, where, FileReason.ControlMismatch,
        $"Không khớp {vietnamese}: tệp ghi {DongAmount.Vi(declared)}, cộng lại được {DongAmount.Vi(found)}.",
        $"Mismatch, {english}: declared {DongAmount.En(declared)}, found {DongAmount.En(found)}.", effect);
}
