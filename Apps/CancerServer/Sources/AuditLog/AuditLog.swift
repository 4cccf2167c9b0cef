/// The log of predictions.
public enum AuditLog {}
